/** deploy/kubernetes: what can be told of it without a cluster. */
import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';

import { settingNames } from '../../src/environment/index.ts';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const folder = 'deploy/kubernetes';

type Labels = Readonly<Record<string, string>>;
type Probe = { readonly httpGet: { readonly path: string; readonly port: string } };
type Container = {
  readonly name: string;
  readonly image: string;
  readonly args: readonly string[];
  readonly envFrom: readonly { readonly configMapRef: { readonly name: string } }[];
  readonly env: readonly {
    readonly name: string;
    readonly valueFrom: { readonly secretKeyRef: { readonly name: string; readonly key: string } };
  }[];
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
  readonly startupProbe: Probe;
  readonly livenessProbe: Probe;
  readonly readinessProbe: Probe;
  readonly resources: unknown;
  readonly securityContext: unknown;
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
};
type Pod = {
  readonly containers: readonly [Container];
  readonly volumes: readonly {
    readonly name: string;
    readonly persistentVolumeClaim?: { claimName: string };
  }[];
  readonly terminationGracePeriodSeconds: number;
};
type Thing = {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly data?: Readonly<Record<string, string>>;
  readonly spec: {
    readonly replicas?: number;
    readonly strategy?: { readonly type: string };
    readonly selector?: Labels & { readonly matchLabels?: Labels };
    readonly ports?: readonly { readonly targetPort: string; readonly port: number }[];
    readonly template?: { readonly metadata: { readonly labels: Labels }; readonly spec: Pod };
  };
};
type Kustomization = {
  readonly resources: readonly string[];
  readonly images?: readonly { readonly name: string; readonly newName: string; readonly newTag: string }[];
};

const kustomization = (of: string): Kustomization => parse(read(`${folder}/${of}/kustomization.yaml`));

/** All that a folder's kustomization names, and those that it builds on. */
function thingsIn(of: string): readonly Thing[] {
  return kustomization(of).resources.flatMap((name) =>
    name.endsWith('.yaml')
      ? parseAllDocuments(read(`${folder}/${of}/${name}`)).map((one): Thing => {
          expect(one.errors).toEqual([]);
          return one.toJS();
        })
      : thingsIn(name.replace('../', '')),
  );
}

const ofKind = (things: readonly Thing[], kind: string): readonly Thing[] =>
  things.filter((each) => each.kind === kind);

/** Its pod and labels, and what its one container is. */
function partsOf({ spec: { template } }: Thing) {
  if (template === undefined) throw new Error('It has no pods.');
  return { labels: template.metadata.labels, pod: template.spec, container: template.spec.containers[0] };
}
const matches = (selector: Labels, labels: Labels): boolean =>
  Object.entries(selector).every(([name, value]) => labels[name] === value);

const credentials = ['APP_ID', 'PRIVATE_KEY', 'WEBHOOK_SECRET', 'GITHUB_CLIENT_SECRET', 'METRICS_TOKEN'];

describe.each(['embedded', 'postgresql'])('%s', (way) => {
  const things = thingsIn(way);
  const deployments = ofKind(things, 'Deployment').map((each) => [each.metadata.name, each] as const);
  const [settings] = ofKind(things, 'ConfigMap');
  const [service] = ofKind(things, 'Service');

  test.each(deployments)('%s gets settings that there are, and its credentials by reference', (_, one) => {
    const { container } = partsOf(one);
    const all = [...Object.keys(settings?.data ?? {}), ...container.env.map(({ name }) => name)];
    expect(all.filter((name) => !settingNames.includes(name))).toEqual([]);
    const rows = new Set(
      Array.from(read('docs/reference/settings.md').matchAll(/`([A-Z_]+)`/g), ([, name]) => name),
    );
    expect(all.filter((name) => !rows.has(name))).toEqual([]);
    expect(container.envFrom).toEqual([{ configMapRef: { name: settings?.metadata.name } }]);
    expect(container.env.map(({ name }) => name)).toEqual(
      way === 'embedded' ? credentials : [...credentials, 'DATABASE_URL'],
    );
    for (const { name, valueFrom } of container.env)
      expect(valueFrom.secretKeyRef).toMatchObject({ name: 'baton', key: name });
    expect(things.filter(({ kind }) => kind === 'Secret')).toEqual([]);
  });

  test.each(deployments)('%s listens where the image does, and is asked what Baton answers', (_, one) => {
    const { container } = partsOf(one);
    const dockerfile = read('Dockerfile');
    expect(container.ports).toEqual([{ name: 'http', containerPort: 3000 }]);
    expect([settings?.data?.['PORT'], /^EXPOSE (\d+)$/m.exec(dockerfile)?.[1]]).toEqual(['3000', '3000']);
    const { startupProbe, livenessProbe, readinessProbe } = container;
    expect([startupProbe, livenessProbe, readinessProbe].map(({ httpGet }) => httpGet)).toEqual(
      ['/healthz', '/healthz', '/readyz'].map((path) => ({ path, port: 'http' })),
    );
    for (const path of ['/healthz', '/readyz']) expect(read('src/web/server.ts')).toContain(`'${path}': {`);
  });

  test.each(deployments)('%s may write to its data alone, as a user that is nobody', (_, one) => {
    const { pod, container } = partsOf(one);
    expect(pod).toMatchObject({
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 1000,
        runAsGroup: 1000,
        fsGroup: 1000,
        seccompProfile: { type: 'RuntimeDefault' },
      },
    });
    expect(read('Dockerfile')).toContain('\nUSER 1000:1000\n');
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    const data = settings?.data?.['DATA_DIR'] ?? '';
    expect(read('Dockerfile')).toContain(`\nENV DATA_DIR=${data}\n`);
    expect(container.volumeMounts).toEqual([{ name: 'data', mountPath: data }]);
    expect(pod.volumes.map(({ name }) => name)).toEqual(['data']);
  });

  test.each(deployments)('%s has the memory that was measured, and the time that an end takes', (_, one) => {
    const { pod, container } = partsOf(one);
    expect(read('docs/operating.md')).toContain('Give it 512 MB.');
    expect(container.resources).toEqual({
      requests: { cpu: '250m', memory: '512Mi' },
      limits: { memory: '512Mi' },
    });
    expect(read('docs/operating.md')).toContain('exits with 0 within ten seconds');
    expect(pod.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(15);
  });

  test.each(deployments)('%s is found by its own labels', (_, one) => {
    const own = one.spec.selector?.matchLabels ?? {};
    const found = deployments.filter(([, other]) => matches(own, partsOf(other).labels));
    expect(found.map(([name]) => name)).toEqual([one.metadata.name]);
  });

  test('the service leads to whatever takes webhooks', () => {
    const led = deployments.filter(([, one]) => matches(service?.spec.selector ?? {}, partsOf(one).labels));
    expect(led.map(([, one]) => partsOf(one).container.args.join(' '))).toEqual([
      way === 'embedded' ? 'serve' : 'web',
    ]);
    expect(service?.spec.ports).toMatchObject([{ targetPort: 'http', port: 3000 }]);
  });

  test('the image is the one that the release workflow publishes, in this version', () => {
    const { version } = JSON.parse(read('package.json')) as { readonly version: string };
    expect(read('.github/workflows/release.yml')).toContain('image="ghcr.io/${GITHUB_REPOSITORY,,}"');
    expect(kustomization(way).images).toEqual([
      { name: 'baton', newName: 'ghcr.io/your-organization/baton', newTag: version },
    ]);
    for (const [, one] of deployments) expect(partsOf(one).container.image).toBe('baton');
  });

  test('each part runs a command that there is', () => {
    const commands = read('docs/reference/command-line.md');
    for (const [, one] of deployments)
      expect(commands).toContain(`## \`baton ${partsOf(one).container.args.join(' ')}\``);
  });
});

test('embedded: one process, never two, and its volume', () => {
  const things = thingsIn('embedded');
  const [one, ...others] = ofKind(things, 'Deployment');
  expect([one?.spec.replicas, one?.spec.strategy, others]).toEqual([1, { type: 'Recreate' }, []]);
  const [claim] = ofKind(things, 'PersistentVolumeClaim');
  expect(claim?.spec).toMatchObject({ accessModes: ['ReadWriteOnce'] });
  expect(one?.spec.template?.spec.volumes).toEqual([
    { name: 'data', persistentVolumeClaim: { claimName: claim?.metadata.name } },
  ]);
});

test('postgresql: two of each half, and one of each goes on while machines are emptied', () => {
  const things = thingsIn('postgresql');
  const deployments = ofKind(things, 'Deployment');
  expect(deployments.map(({ spec }) => spec)).toMatchObject(
    ['web', 'work'].map((half) => ({
      replicas: 2,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      template: { spec: { containers: [{ args: [half] }] } },
    })),
  );
  expect(ofKind(things, 'PersistentVolumeClaim')).toEqual([]);
  expect(ofKind(things, 'PodDisruptionBudget').map(({ spec }) => spec)).toMatchObject(
    deployments.map(({ spec: { selector } }) => ({ maxUnavailable: 1, selector })),
  );
});
