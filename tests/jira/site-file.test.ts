import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { readEnvironment } from '../../src/environment/index.ts';
import { readSites } from '../../src/jira/site-file.ts';
import { browseUrl, projectsFor, type JiraSite } from '../../src/jira/site.ts';
import { SettingError } from '../../src/setting-error.ts';

const folder = mkdtempSync(join(tmpdir(), 'baton-jira-'));
const variables = { JIRA_TOKEN: 'token-from-the-environment', JIRA_HOOK: "It's a Secret to Everybody" };
writeFileSync(join(folder, 'token'), 'token-from-a-file\n');

function sites(text: string): readonly JiraSite[] {
  writeFileSync(join(folder, 'jira.yml'), text);
  return readSites('jira.yml', folder, variables);
}

function refusal(text: string): string {
  try {
    sites(text);
  } catch (error) {
    if (error instanceof SettingError) return error.message;
    throw error;
  }
  throw new Error('The file was accepted.');
}

const cloud = `
sites:
  acme:
    url: https://acme.atlassian.net/
    flavour: cloud
    cloud-id: 1324a887-45db-1bf4-1e99-ef0ff456d421
    auth: { token: { env: JIRA_TOKEN } }
    webhook-secret: { env: JIRA_HOOK }
    repositories:
      Acme/Shop: [SHOP, SHOP, OPS]
      acme/*: [OPS]
`;

test('a service account on Cloud goes through the gateway', () => {
  const [acme] = sites(cloud);
  expect(acme).toMatchObject({
    name: 'acme',
    url: 'https://acme.atlassian.net',
    apiUrl: 'https://api.atlassian.com/ex/jira/1324a887-45db-1bf4-1e99-ef0ff456d421',
    flavour: 'cloud',
    auth: { kind: 'bearer' },
  });
  expect(acme?.auth.token()).toBe('token-from-the-environment');
  expect(acme?.webhookSecret?.()).toBe("It's a Secret to Everybody");
  expect(JSON.stringify(acme)).not.toContain('token-from');
});

test('basic on Cloud, and a personal access token on Data Center under a path, with secrets in files', () => {
  const [basic, own] = sites(`
sites:
  acme:
    url: https://acme.atlassian.net
    flavour: cloud
    auth: { email: bot@example.com, token: { file: token } }
    repositories: { acme/shop: [SHOP] }
  own:
    url: https://jira.acme.test/jira/
    flavour: data-center
    auth: { token: { file: ./token } }
    repositories: { acme/shop: [R2D2, MY_PROJECT] }
`);
  expect(basic).toMatchObject({
    apiUrl: 'https://acme.atlassian.net',
    auth: { kind: 'basic', email: 'bot@example.com' },
    webhookSecret: null,
  });
  expect(basic?.auth.token()).toBe('token-from-a-file');
  expect(own).toMatchObject({ apiUrl: 'https://jira.acme.test/jira', auth: { kind: 'bearer' } });
  expect(browseUrl(own as JiraSite, 'R2D2-1')).toBe('https://jira.acme.test/jira/browse/R2D2-1');
});

test("a repository sees the projects of its own entry, else of its owner's, else none", () => {
  const [acme] = sites(cloud);
  const seen = (repository: string) => projectsFor(acme as JiraSite, repository);
  expect(seen('acme/shop')).toEqual(['SHOP', 'OPS']);
  expect(seen('ACME/other')).toEqual(['OPS']);
  expect(seen('acme2/shop')).toEqual([]);
  expect(seen('other/shop')).toEqual([]);
  expect(seen('acme/*')).toEqual(['OPS']);
});

test.each([
  ['', 'jira.yml:1 the file must be a map with the key "sites".'],
  ['sites: [', 'jira.yml:1 cannot be read as YAML (BAD_INDENT).'],
  ['sites: {}\nsites: {}', 'jira.yml:2 cannot be read as YAML (DUPLICATE_KEY).'],
  ['site: {}', 'jira.yml:1 site is not known here: there is only "sites": did you mean "sites"?'],
  ['sites: { "a b": {} }', 'is no name for a site: letters, digits, dots and dashes.'],
  [
    cloud.replace('url: https', 'url: http'),
    'jira.yml:4 sites.acme.url must begin with https: the token would',
  ],
  [
    cloud.replace('url: https://', 'url: https://me:pass@'),
    'must be an address without a query, a fragment or',
  ],
  [
    cloud.replace('url: https://acme.atlassian.net/', 'url: acme'),
    'sites.acme.url must be an https address.',
  ],
  [cloud.replace('flavour: cloud', 'flavour: server'), 'sites.acme.flavour must be cloud or data-center.'],
  [
    cloud.replace('flavour: cloud', 'flavour: data-center'),
    'jira.yml:6 sites.acme.cloud-id is for Jira Cloud alone.',
  ],
  [
    cloud.replace(/ {4}cloud-id.*\n/, ''),
    "sites.acme.auth needs cloud-id beside it: a service account's token",
  ],
  [cloud.replace(/cloud-id.*/, 'cloud-id: 17'), 'sites.acme.cloud-id must be the id that the page'],
  [
    cloud.replace('{ env: JIRA_TOKEN }', 'abc-very-secret'),
    'jira.yml:7 sites.acme.auth.token must be { env: NAME } or { file: path }: a secret itself never stands in this file.',
  ],
  [
    cloud.replace('{ env: JIRA_TOKEN }', '{ abc-very-secret }'),
    'sites.acme.auth.token must be { env: NAME }',
  ],
  [
    cloud.replace('{ env: JIRA_HOOK }', 'abc-very-secret'),
    'jira.yml:8 sites.acme.webhook-secret must be { env: NAME }',
  ],
  [
    cloud.replace('token: { env', 'email: nobody, token: { env'),
    'sites.acme.auth.email must be an e-mail address.',
  ],
  [cloud.replace('{ token:', '{ tokn:'), 'sites.acme.auth must be { token: … }, or { email: …, token: … }'],
  [
    cloud.replace('JIRA_TOKEN', 'NOT_SET'),
    'jira.yml:7 sites.acme.auth.token needs the variable NOT_SET, which is missing or empty.',
  ],
  [
    cloud.replace('env: JIRA_TOKEN', 'file: no-such-file'),
    'sites.acme.auth.token needs the file no-such-file, which is missing or empty.',
  ],
  [cloud.replace('webhook-secret', 'webhook'), 'jira.yml:8 sites.acme.webhook is no setting of a site.'],
  [
    cloud.replace('flavour:', 'flavor:'),
    'jira.yml:5 sites.acme.flavor is no setting of a site: did you mean "flavour"?',
  ],
  [
    cloud.replace('webhook-secret', 'webhook_secret'),
    'jira.yml:8 sites.acme.webhook_secret is no setting of a site: did you mean "webhook-secret"?',
  ],
  [
    cloud.replace('Acme/Shop', 'shop'),
    'sites.acme.repositories.shop is no repository: owner/name or owner/*.',
  ],
  [cloud.replace('acme/*', 'acme/shop'), 'jira.yml:11 sites.acme.repositories.acme/shop stands there twice.'],
  [
    cloud.replace('[OPS]', '[ops]'),
    'sites.acme.repositories.acme/*.0 must be a project key in capital letters',
  ],
  [cloud.replace('[OPS]', '[]'), 'sites.acme.repositories.acme/* is empty.'],
  [cloud.replace('[OPS]', 'OPS'), 'sites.acme.repositories.acme/* must be a list of project keys'],
])('%#: what is wrong, where, and no secret', (text, message) => {
  const said = refusal(text);
  expect(said).toContain(message);
  expect(said).not.toMatch(/very-secret|me:pass|token-from/);
});

test('a secret of several lines is refused: it could not stand in a header', () => {
  writeFileSync(join(folder, 'two-lines'), 'very-secret\nX-Other: 1');
  const said = refusal(cloud.replace('env: JIRA_TOKEN', 'file: two-lines'));
  expect(said).toContain('needs the file two-lines to hold one line of plain characters');
  expect(said).not.toContain('very-secret');
});

test('without TLS there is only this machine', () => {
  const [here] = sites(cloud.replace('cloud-id', 'api-url: http://127.0.0.1:8080/x/\n    cloud-id'));
  expect(here?.apiUrl).toBe('http://127.0.0.1:8080/x');
});

test('JIRA_CONFIG names the file; without it there is no Jira', () => {
  sites(cloud);
  expect(readEnvironment({}, folder)).not.toHaveProperty('jira');
  expect(readEnvironment({ ...variables, JIRA_CONFIG: 'jira.yml' }, folder).jira).toMatchObject([
    { name: 'acme' },
  ]);
  expect(() => readEnvironment({ JIRA_CONFIG: 'nowhere.yml' }, folder)).toThrow(
    'JIRA_CONFIG must name a readable file; nowhere.yml is none.',
  );
});
