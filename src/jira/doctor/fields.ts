/** Whether the fields by which gates open are in Jira, and can have the values that open them. */
import type { JiraPart } from '../../policy/index.ts';
import type { JiraReading } from '../client/index.ts';
import { orFailed, type Finding, type Report } from './finding.ts';
import { sameText } from '../../same-text.ts';

/** How many options are told. */
const most = 20;

type Sign = { readonly place: string; readonly field: string; readonly value: string };

/** @param projects those of the policy's projects that there are */
export async function fieldFindings(
  jira: JiraReading,
  report: Report,
  policy: JiraPart,
  projects: readonly { readonly key: string }[],
): Promise<readonly Finding[]> {
  const signs = Object.entries(policy.gates).flatMap(([gate, sign]): readonly Sign[] =>
    sign.kind === 'field' ? [{ ...sign, place: `jira.gates.${gate}` }] : [],
  );
  if (signs.length === 0) return [];
  const { ok, wrong } = report;
  const fields = await jira.fields();
  const found: Finding[] = [];
  for (const sign of signs) {
    const { place, field } = sign;
    const byId = fields.find(({ id }) => id === field);
    const byName = fields.find(({ id, name }) => sameText(id, field) || sameText(name, field));
    const twin = fields.find(
      ({ id, name }) => id !== field && byId !== undefined && sameText(name, byId.name),
    );
    // There Jira's history tells a field's name alone.
    if (byId !== undefined && twin !== undefined && jira.site.flavour === 'data-center')
      found.push(
        wrong(
          `${place}: another field has the name that ${field} has, and Jira's history does not tell which of them was set.`,
          `Give one of them another name: ${twin.id} is called “${byId.name}”, too.`,
        ),
      );
    else if (byId !== undefined) {
      found.push(ok(`${place}: ${field} is the field “${byId.name}”.`));
      for (const { key } of projects)
        found.push(...(await orFailed(report, () => valueFindings(jira, report, sign, key))));
    } else if (byName === undefined)
      found.push(
        wrong(
          `${place}: there is no field ${field}, or our account may not see it.`,
          'Write the id of a field, like customfield_10070, that is on a screen of a project that the account may see.',
        ),
      );
    else
      found.push(
        wrong(`${place}: ${field} is no id of a field.`, `Write ${byName.id}, which is “${byName.name}”.`),
      );
  }
  return found;
}

/**
 * Jira shows the options of a field to its administrators alone, but for each issue those that it can have. Other types
 * of issues can have others: what is not among them is not wrong for certain.
 */
async function valueFindings(
  jira: JiraReading,
  { ok, note }: Report,
  { place, field, value }: Sign,
  project: string,
): Promise<readonly Finding[]> {
  const issue = await jira.lastIn(project);
  const values = issue === null ? null : await jira.valuesOf(issue.key, field);
  const unseen = `${place}: whether ${field} can be “${value}” in ${project} cannot be seen`;
  if (issue === null || values === null)
    return [note(`${unseen}, because no issue is there.`, `Create an issue in ${project}, and ask again.`)];
  switch (values.kind) {
    case 'options': {
      if (values.values.some((each) => sameText(each, value)))
        return [ok(`${place}: ${field} can be “${value}” on ${issue.key}.`)];
      const shown = values.values.slice(0, most).map((each) => `“${each}”`);
      const more = values.values.length > most ? ` and ${values.values.length - most} more` : '';
      return [
        note(
          shown.length === 0
            ? `${place}: on ${issue.key}, ${field} has no options, and cannot be “${value}”.`
            : `${place}: on ${issue.key}, ${field} can be ${shown.join(', ')}${more}, and not “${value}”.`,
          'Write one of its options, unless other types of issues have others.',
        ),
      ];
    }
    case 'hidden':
      return [
        note(
          `${unseen}: our account cannot edit that field on ${issue.key}.`,
          'See that people can: that it is on the screen for editing, and belongs to that project and type of issue.',
        ),
      ];
    case 'other':
      return [];
    default:
      return values satisfies never;
  }
}
