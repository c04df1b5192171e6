/** What goes wrong in a browser without anybody seeing it: its console, its requests, and what its developer tools find. */
import type { BrowserContext, ConsoleMessage, Page } from 'playwright-core';

export type Troubles = {
  /** What went wrong so far, a line each. */
  readonly all: () => readonly string[];
  /** Listens to the "Issues" of a page's developer tools, too. Before it opens anything. */
  readonly watch: (page: Page) => Promise<void>;
  /** Stops listening: what is on its way when a window closes breaks off. */
  readonly end: () => void;
};

/**
 * Listens to everything that happens in a context.
 * @param hosts where its pages may go: addresses of which the scheme, the host and the port count
 */
export function listenTo(context: BrowserContext, hosts: readonly string[]): Troubles {
  const lines = new Set<string>();
  let isOver = false;
  const allowed = new Set(hosts.map(hostOf));
  const note = (line: string): void => {
    if (!isOver) lines.add(line);
  };
  const meet = (url: string): void => {
    if (!reachesNobody.test(url) && !allowed.has(hostOf(url))) note(`request to another host: ${url}`);
  };
  context.on('console', (message) => {
    if (['error', 'warning', 'assert'].includes(message.type())) note(written(message));
  });
  context.on('weberror', (error) => note(`error on the page: ${error.error().message}`));
  context.on('request', (request) => meet(request.url()));
  context.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? '';
    if (why !== brokenOff) note(`failed request: ${request.url()} (${why})`);
  });
  context.on('page', (page) => {
    page.on('crash', () => note(`the page crashed: ${page.url()}`));
    page.on('websocket', (socket) => meet(socket.url()));
  });
  return {
    all: () => [...lines],
    watch: (page) => listenToIssues(page, note),
    end: () => void (isOver = true),
  };
}

const hostOf = (url: string): string => {
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
};

/** What is on the page itself. */
const reachesNobody = /^(?:about|blob|data):/;

/** Whoever asked goes elsewhere before the answer: a page that is left, a stream of events. */
const brokenOff = 'net::ERR_ABORTED';

function written(message: ConsoleMessage): string {
  const { url } = message.location();
  return `console ${message.type()}: ${message.text()}${url === '' ? '' : ` (${url})`}`;
}

/** Violations of the page's policy, cookies that are not taken, forms without labels, documents without a doctype. */
async function listenToIssues(page: Page, note: (line: string) => void): Promise<void> {
  const tools = await page.context().newCDPSession(page);
  tools.on('Audits.issueAdded', ({ issue: { code, details } }) => {
    const [found = {}] = Object.values(details);
    if (advice.has(String(details.genericIssueDetails?.errorType))) return;
    note(`issue: ${code} ${JSON.stringify(withoutIds(found))}`);
  });
  await tools.send('Audits.enable');
}

/** Told of a field whose name could be one for filling in by itself, even where the field says `autocomplete="off"`. */
const advice: ReadonlySet<string> = new Set(['FormInputAssignedAutocompleteValueToIdOrNameAttributeError']);

/** Numbers of the browser's own say nothing to a reader, and differ each time. */
const withoutIds = (found: object): object =>
  Object.fromEntries(
    Object.entries(found).filter(([name]) => !/Id$|^sourceCodeLocation$|^isReportOnly$/.test(name)),
  );
