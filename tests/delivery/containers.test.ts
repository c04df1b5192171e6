/** The image and the compose files: what can be told of them without Docker. */
import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

import { settingNames } from '../../src/environment/index.ts';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** The instructions of the Dockerfile's last stage, in order. */
const all = read('Dockerfile')
  .replaceAll('\\\n', ' ')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));
const steps = all.slice(all.findLastIndex((step) => step.startsWith('FROM ')));
const stepOf = (start: string): number => steps.findIndex((step) => step.startsWith(start));

type Service = {
  readonly environment: Readonly<Record<string, string>>;
  readonly command?: readonly string[];
  readonly volumes?: readonly unknown[];
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly env_file?: readonly { readonly path: string; readonly required: boolean }[];
};
const composed = (file: string): readonly (readonly [string, Service])[] => {
  const { services } = parse(read(file), { merge: true }) as {
    readonly services: Readonly<Record<string, Service>>;
  };
  return Object.entries(services).filter(([name]) => name !== 'postgres');
};

describe('the image', () => {
  test('has a folder for SQLite that its user owns, made before it is a volume and before the user is set', () => {
    const made = stepOf('RUN install --directory --owner=1000 --group=1000 --mode=700 /app/data');
    expect(steps[stepOf('ENV DATA_DIR')]).toBe('ENV DATA_DIR=/app/data');
    expect(made).toBeGreaterThan(stepOf('COPY --from=build'));
    expect(stepOf('VOLUME /app/data')).toBeGreaterThan(made);
    expect(stepOf('USER ')).toBeGreaterThan(made);
    // What comes after USER runs as that user; what changes a volume's folder after VOLUME is lost.
    expect(steps.slice(stepOf('VOLUME')).filter((step) => /^(RUN|COPY|ADD) /.test(step))).toEqual([]);
  });

  test('is told to stop as Baton expects it: no shell stands before it', () => {
    expect(steps.slice(-2)).toEqual(['ENTRYPOINT ["node", "/app/bundle/program.js"]', 'CMD ["serve"]']);
  });

  test('installs nothing: it has what the stage that builds has bundled', () => {
    expect(steps.filter((step) => /^RUN (?!install --directory|printf )/.test(step))).toEqual([]);
    expect(steps.filter((step) => step.startsWith('COPY --from'))).toEqual([
      'COPY --from=build /app/bundle ./bundle',
    ]);
    expect(
      new Set(all.filter((step) => step.startsWith('FROM ')).map((step) => step.split(' ')[1])).size,
    ).toBe(1);
  });
});

/** What the containers themselves have, whatever is outside. */
const own = { NODE_ENV: 'production', HOST: '0.0.0.0', PORT: '3000', DATA_DIR: '/app/data' };

describe.each([
  ['compose.yml', 'postgres://baton:${POSTGRES_PASSWORD:?}@postgres:5432/baton'],
  ['compose.embedded.yml', ''],
])('%s', (file, database) => {
  const ours = composed(file);

  test.each(ours)('%s gets every setting that there is, and no other', (_, { environment }) => {
    expect(Object.keys(environment).toSorted()).toEqual(settingNames.toSorted());
  });

  test.each(ours)(
    '%s gets the value of each from outside, but what belongs to the container',
    (_, service) => {
      const { environment } = service;
      const inside = Object.entries(environment).filter(([name, value]) => !value.includes(`\${${name}:`));
      expect(Object.fromEntries(inside)).toEqual({ ...own, DATABASE_URL: database });
      expect(service.env_file).toEqual([{ path: '.env', required: false }]);
    },
  );

  test.each(ours)('%s has the files that settings name where they are said to be', (_, service) => {
    for (const name of ['PRIVATE_KEY_PATH', 'JIRA_CONFIG']) {
      const target = /:\+(.*)\}$/.exec(service.environment[name] ?? '')?.[1];
      const source = `\${${name}:-/dev/null}`;
      expect(service.volumes).toContainEqual({ type: 'bind', source, target, read_only: true });
    }
  });

  test.each(ours)('%s may write to its data alone', (_, service) => {
    expect([service.read_only, service.cap_drop, service.security_opt]).toEqual([
      true,
      ['ALL'],
      ['no-new-privileges:true'],
    ]);
  });
});

test('compose.yml has two of each half, compose.embedded.yml one that does both and keeps its data', () => {
  expect(composed('compose.yml').map(([, { command }]) => command?.join(' '))).toEqual([
    'web',
    'web',
    'work',
    'work',
  ]);
  const data = { type: 'volume', source: 'data', target: '/app/data' };
  expect(composed('compose.embedded.yml')).toEqual([
    ['baton', expect.objectContaining({ volumes: expect.arrayContaining([data]) })],
  ]);
  expect(composed('compose.embedded.yml')[0]?.[1].command).toBeUndefined();
});

describe('npm', () => {
  const { optionalDependencies } = JSON.parse(read('packages/node/package.json')) as {
    readonly optionalDependencies: Readonly<Record<string, string>>;
  };
  const { devEngines, scripts } = JSON.parse(read('package.json')) as {
    readonly devEngines: { readonly runtime: { readonly name: string; readonly version: string } };
    readonly scripts: Readonly<Record<string, string>>;
  };

  test('runs on Node 20, and brings the Node along that everything else runs on', () => {
    expect(devEngines.runtime).toEqual({ name: 'node', version: '>=20' });
    for (const [name, version] of Object.entries(optionalDependencies))
      expect([name, version]).toEqual([expect.stringMatching(/^node-/), expect.stringMatching(/^24\./)]);
    expect(Number(process.versions.node.split('.')[0])).toBeGreaterThanOrEqual(24);
    // By its name alone: npm puts the one in node_modules/.bin first.
    for (const script of Object.values(scripts)) expect(script).not.toMatch(/(^|[\s/])(\/|npx )\S*node\b/);
  });

  test('says nothing of what dependencies want of the Node that it runs on', () => {
    expect(read('.npmrc')).toMatch(/^loglevel=error$/m);
  });
});
