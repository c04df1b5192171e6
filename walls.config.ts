/**
 * Who may import whom, as tables; `npm run walls` holds the code against them. Types count like values, and so does what
 * is imported while running. What is not named here is refused, and nothing may import in a circle.
 */

/** For each part of Baton, which others it may import. A part is a folder of `src/`, or a file beside them. */
export const parts: Readonly<Record<string, readonly string[]>> = {
  // Known by all, and they know nobody.
  'hash.ts': [],
  'markdown.ts': [],
  'portions.ts': [],
  'lru-cache.ts': [],
  'policy-paths.ts': [],
  'error-message.ts': [],
  'same-text.ts': [],
  'setting-error.ts': [],
  'signals.ts': [],
  'stored.ts': [],
  'transport.ts': [],
  'log.ts': [],
  'urgency.ts': [],
  'in-portions.ts': ['portions.ts'],
  'ttl-cache.ts': ['lru-cache.ts'],
  'root.ts': [],
  'browser-script.ts': [],
  'compiled.ts': ['root.ts'],
  'bundle.ts': ['root.ts'],
  'duties.ts': ['setting-error.ts'],
  'durations.ts': [],
  'plural.ts': [],
  'published.ts': [],
  'arguments.ts': [],
  'app-manifest.ts': ['root.ts'],
  // The core: no input or output, no clock.
  policy: ['markdown.ts', 'portions.ts', 'same-text.ts'],
  handoff: ['hash.ts', 'lru-cache.ts', 'markdown.ts', 'policy', 'portions.ts', 'same-text.ts'],
  figures: ['handoff', 'policy', 'portions.ts'],
  'tracker.ts': ['handoff', 'urgency.ts'],
  // What is remembered.
  store: ['handoff', 'error-message.ts', 'hash.ts', 'lru-cache.ts', 'stored.ts'],
  inbox: ['store', 'stored.ts', 'tracker.ts', 'urgency.ts'],
  'items.ts': ['inbox', 'same-text.ts', 'tracker.ts', 'urgency.ts'],
  // Two trackers, and neither knows of the other.
  github: [
    'durations.ts',
    'handoff',
    'in-portions.ts',
    'inbox',
    'items.ts',
    'lru-cache.ts',
    'policy',
    'policy-paths.ts',
    'portions.ts',
    'same-text.ts',
    'store',
    'stored.ts',
    'tracker.ts',
    'transport.ts',
    'ttl-cache.ts',
    'urgency.ts',
  ],
  jira: [
    'handoff',
    'in-portions.ts',
    'inbox',
    'items.ts',
    'lru-cache.ts',
    'policy',
    'portions.ts',
    'same-text.ts',
    'setting-error.ts',
    'store',
    'stored.ts',
    'tracker.ts',
    'transport.ts',
    'ttl-cache.ts',
  ],
  // Both together.
  reconcile: [
    'github',
    'handoff',
    'in-portions.ts',
    'inbox',
    'items.ts',
    'jira',
    'lru-cache.ts',
    'policy',
    'policy-paths.ts',
    'portions.ts',
    'same-text.ts',
    'store',
    'stored.ts',
    'tracker.ts',
    'ttl-cache.ts',
  ],
  // The process.
  environment: ['github', 'jira', 'policy', 'error-message.ts', 'setting-error.ts'],
  'outages.ts': ['inbox'],
  'metrics.ts': ['inbox', 'jira', 'outages.ts', 'tracker.ts', 'urgency.ts'],
  pages: ['durations.ts'],
  report: [
    'durations.ts',
    'figures',
    'github',
    'in-portions.ts',
    'pages',
    'published.ts',
    'reconcile',
    'store',
    'tracker.ts',
    'urgency.ts',
  ],
  simulation: ['durations.ts', 'figures', 'pages', 'plural.ts', 'published.ts', 'reconcile'],
  web: ['jira', 'setting-error.ts', 'store'],
  // The pages for people.
  board: [
    'browser-script.ts',
    'durations.ts',
    'environment',
    'error-message.ts',
    'examples',
    'figures',
    'github',
    'handoff',
    'hash.ts',
    'inbox',
    'items.ts',
    'jira',
    'lru-cache.ts',
    'markdown.ts',
    'outages.ts',
    'pages',
    'policy',
    'policy-paths.ts',
    'in-portions.ts',
    'plural.ts',
    'portions.ts',
    'published.ts',
    'reconcile',
    'report',
    'root.ts',
    'same-text.ts',
    'setting-error.ts',
    'simulation',
    'store',
    'stored.ts',
    'tracker.ts',
    'ttl-cache.ts',
    'urgency.ts',
  ],
  service: [
    'board',
    'duties.ts',
    'environment',
    'github',
    'inbox',
    'items.ts',
    'jira',
    'metrics.ts',
    'outages.ts',
    'reconcile',
    'store',
    'tracker.ts',
    'web',
    'urgency.ts',
  ],
  action: [
    'environment',
    'error-message.ts',
    'github',
    'handoff',
    'inbox',
    'items.ts',
    'log.ts',
    'markdown.ts',
    'reconcile',
    'store',
    'urgency.ts',
  ],
  probot: ['duties.ts', 'environment', 'log.ts', 'service', 'signals.ts', 'store'],
  registration: ['app-manifest.ts', 'environment', 'github', 'lru-cache.ts', 'web'],
  cli: [
    'error-message.ts',
    'app-manifest.ts',
    'arguments.ts',
    'bundle.ts',
    'compiled.ts',
    'demo',
    'durations.ts',
    'duties.ts',
    'environment',
    'figures',
    'examples',
    'github',
    'handoff',
    'inbox',
    'jira',
    'plural.ts',
    'policy',
    'policy-paths.ts',
    'published.ts',
    'reconcile',
    'report',
    'root.ts',
    'run.ts',
    'same-text.ts',
    'setting-error.ts',
    'signals.ts',
    'simulation',
    'store',
    'tracker.ts',
  ],
  demo: [
    'arguments.ts',
    'board',
    'browser-script.ts',
    'environment',
    'handoff',
    'jira',
    'error-message.ts',
    'pages',
    'reconcile',
    'root.ts',
    'service',
    'setting-error.ts',
    'signals.ts',
    'tracker.ts',
    'web',
  ],
  examples: [
    'github',
    'handoff',
    'hash.ts',
    'inbox',
    'items.ts',
    'log.ts',
    'policy',
    'policy-paths.ts',
    'reconcile',
    'same-text.ts',
    'store',
    'tracker.ts',
  ],
  'main.ts': ['bundle.ts', 'compiled.ts', 'run.ts'],
  'run.ts': [
    'arguments.ts',
    'duties.ts',
    'environment',
    'log.ts',
    'registration',
    'service',
    'setting-error.ts',
    'signals.ts',
    'store',
  ],
};

/** The rooms of the larger parts, from the ground up: each may import those before it, and none behind it. */
export const rooms: Readonly<Record<string, readonly string[]>> = {
  handoff: [
    'markdown',
    'text',
    'commands',
    'history',
    'gates',
    'hear',
    'replay',
    'phrases',
    'judge',
    'course',
    'words',
    'show',
    'board',
  ],
  github: ['client', 'graphql', 'who', 'labels', 'read', 'write', 'receive'],
  jira: ['text', 'client', 'read', 'receive', 'doctor'],
  board: ['site', 'door', 'overview', 'reports'],
  reconcile: ['memory', 'facts', 'histories', 'simulate', 'ledger', 'jira', 'trial', 'looks'],
};

/** Libraries that one part alone may import: who else needs what they do asks that part. */
export const libraries: Readonly<Record<string, readonly string[]>> = {
  '@octokit': ['github'],
  probot: ['github', 'service', 'probot'],
  kysely: ['store', 'inbox'],
  pg: ['store'],
  hono: ['board', 'demo', 'pages'],
  '@hono/node-server': ['board', 'demo'],
  micromark: ['pages'],
  'micromark-extension-gfm': ['pages'],
  'd3-scale': ['pages'],
  'd3-shape': ['pages'],
  'prom-client': ['metrics.ts'],
  pino: [
    'action',
    'board',
    'github',
    'jira',
    'log.ts',
    'reconcile',
    'registration',
    'report',
    'run.ts',
    'service',
    'web',
    'demo',
  ],
  'pino-pretty': ['log.ts'],
};

/** Parts that reach nothing outside of the process: no file, no network, no clock of the machine. */
export const pure = ['policy', 'handoff', 'figures'];

/** The sandbox is a GitHub and a Jira that never know what Baton wants. The demo alone starts one. */
const sandbox = '(^|/)packages/sandbox/';

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
const pathOf = (part: string): string => `^src/${escaped(part)}${part.endsWith('.ts') ? '$' : '/'}`;
const either = (paths: readonly string[]): string => paths.join('|');
const doorOf = (folder: string): string => `^src/${escaped(folder)}/index\\.ts$`;

type Rule = {
  readonly name: string;
  readonly severity: 'error';
  readonly comment: string;
  readonly from: object;
  readonly to: object;
};
const rule = (name: string, comment: string, from: object, to: object): Rule => ({
  name,
  severity: 'error',
  comment,
  from,
  to,
});

const folders = Object.keys(parts).filter((part) => !part.endsWith('.ts'));
const allRooms = Object.entries(rooms).flatMap(([part, names]) => names.map((name) => `${part}/${name}`));

export const forbidden: readonly Rule[] = [
  rule('no-circle', 'Files import each other in a circle.', {}, { circular: true }),
  rule('not-found', 'What is imported is not there.', {}, { couldNotResolve: true }),
  ...Object.entries(parts).map(([part, known]) =>
    rule(
      `part:${part}`,
      `${part} may import ${known.length === 0 ? 'no other part' : known.join(', ')}.`,
      { path: pathOf(part) },
      { path: '^src/', pathNot: either([part, ...known].map(pathOf)) },
    ),
  ),
  rule(
    'unknown-part',
    'A part of Baton that walls.config.ts does not name.',
    { path: '^src/', pathNot: either(Object.keys(parts).map(pathOf)) },
    {},
  ),
  ...Object.entries(rooms).flatMap(([part, names]) =>
    names.map((name, floor) =>
      rule(
        `room:${part}/${name}`,
        `${part}/${name} may import the rooms before it: ${names.slice(0, floor).join(', ') || 'none'}.`,
        { path: pathOf(`${part}/${name}`) },
        {
          path: either([doorOf(part), ...names.slice(floor + 1).map((above) => pathOf(`${part}/${above}`))]),
        },
      ),
    ),
  ),
  ...[...folders, ...allRooms].map((folder) =>
    rule(
      `door:${folder}`,
      `Others import ${folder} by its index.ts.`,
      { path: '^(src|packages)/', pathNot: pathOf(folder) },
      { path: pathOf(folder), pathNot: doorOf(folder) },
    ),
  ),
  ...pure.map((part) =>
    rule(
      `pure:${part}`,
      `${part} has no input or output.`,
      { path: pathOf(part) },
      { dependencyTypes: ['core'] },
    ),
  ),
  ...Object.entries(libraries).map(([library, users]) =>
    rule(
      `library:${library}`,
      `${library} is for ${users.join(', ')} alone.`,
      { path: '^src/', pathNot: either(users.map(pathOf)) },
      { path: `(^|/)node_modules/${escaped(library)}/` },
    ),
  ),
  rule(
    'sandbox-knows-nothing',
    'The sandbox is GitHub and Jira; it never knows what Baton wants.',
    { path: sandbox },
    { path: '^(src|tests|config)/' },
  ),
  rule(
    'sandbox-is-for-the-demo',
    'The sandbox is no part of what runs in production.',
    { path: '^src/', pathNot: pathOf('demo') },
    { path: sandbox },
  ),
  rule(
    'production-alone',
    'What is installed for development is not there in production.',
    { path: '^src/', pathNot: pathOf('demo') },
    { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
  ),
  rule('no-tests', 'Code does not import its tests.', { path: '^src/' }, { path: '(^|/)tests/' }),
];

/** The options of dependency-cruiser. */
export const options = {
  parser: 'swc',
  doNotFollow: { path: 'node_modules' },
  // What a package's build wrote.
  exclude: { path: '^packages/[^/]+/dist/' },
  enhancedResolveOptions: {
    exportsFields: ['exports'],
    conditionNames: ['import', 'node', 'default', 'types'],
  },
};

export default { forbidden, options };
