/** What was kept as JSON, also by an older Baton. */

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

/** What holds a name of an issue: a field of these, or a list. Other values tell a repository and a number, too. */
const holdsIssue = /^(?:issue|item|\d+)$/;

/** An issue of Jira had its id only where it was opened, behind the site's name. */
function lastingId(moments: unknown): Fields {
  const first: unknown = Array.isArray(moments) ? moments[0] : null;
  const id =
    isFields(first) && typeof first['id'] === 'string' ? /:(\d+)$/.exec(first['id'])?.[1] : undefined;
  return id === undefined ? {} : { lastingId: id };
}

function told(name: string, value: unknown): unknown {
  if (!isFields(value)) return value;
  const { repository, number, tracker, item, moments } = value;
  if (name === 'history' && isFields(item) && item['tracker'] === 'jira')
    return { ...value, item: { ...item, ...lastingId(moments) } };
  if (!holdsIssue.test(name) || tracker !== undefined) return value;
  if (typeof repository !== 'string' || typeof number !== 'number') return value;
  return { tracker: repository.includes('/') ? 'github' : 'jira', ...value };
}

/**
 * An issue says on which tracker it is. Where an older Baton kept none, its repository tells: `owner/name` on GitHub, and in
 * Jira the key of a project, which has no slash. Nobody else has to ask that of a string.
 */
export function readKept(content: string): unknown {
  // Whatever names an issue says so itself, or holds none.
  const isTold = content.includes('"tracker":') || !content.includes('"number":');
  return isTold ? JSON.parse(content) : JSON.parse(content, told);
}
