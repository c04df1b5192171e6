import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import {
  environmentOf,
  keepInEnvFile,
  keepRegistration,
  readEnvironment,
  SettingError,
  type Environment,
} from '../../src/environment/index.ts';
import { pkcs1, pkcs8 } from '../key.ts';

const folder = mkdtempSync(join(tmpdir(), 'baton-environment-'));
const credentials = { APP_ID: '7', PRIVATE_KEY: pkcs1, WEBHOOK_SECRET: 'very-secret-very-secret' };

const read = (more: Record<string, string>): Environment =>
  readEnvironment({ ...credentials, ...more }, folder);
function refusal(variables: Record<string, string | undefined>): string {
  try {
    readEnvironment(variables, folder);
  } catch (error) {
    if (error instanceof SettingError) return error.message;
    throw error;
  }
  throw new Error('The settings were accepted.');
}

test('with credentials alone, everything else has a default', () => {
  expect(readEnvironment(credentials, folder)).toEqual({
    github: {
      appId: 7,
      privateKey: pkcs1,
      webhookSecret: 'very-secret-very-secret',
      apiUrl: 'https://api.github.com',
      graphqlUrl: 'https://api.github.com/graphql',
      writeSpacing: 1000,
    },
    production: false,
    host: null,
    port: 3000,
    dataDir: join(folder, 'data'),
    databaseUrl: null,
    flushAll: false,
    logLevel: 'info',
    logFormat: 'pretty',
    webhookProxyUrl: null,
    metricsToken: null,
    onboarding: true,
    githubUrl: 'https://github.com',
    apiUrl: 'https://api.github.com',
  });
});

test('whoever runs Baton decides whether repositories are told how to begin', () => {
  expect(read({ ONBOARDING_ISSUES: 'off' }).onboarding).toBe(false);
  expect(read({ ONBOARDING_ISSUES: 'on' }).onboarding).toBe(true);
  expect(read({}).flushAll).toBe(false);
  expect(read({ FLUSH_DELIVERIES: 'all' }).flushAll).toBe(true);
  expect(refusal({ ...credentials, FLUSH_DELIVERIES: 'yes' })).toBe(
    'FLUSH_DELIVERIES must be needed or all.',
  );
  expect(refusal({ ...credentials, ONBOARDING_ISSUES: 'no' })).toBe('ONBOARDING_ISSUES must be on or off.');
});

test('whoever runs Baton decides which files policies can build on: YAML, and nothing else', () => {
  expect(read({}).policyBases).toBeUndefined();
  expect(read({ POLICY_BASES: '.github/**/*.yml, rules/*.yaml' }).policyBases).toEqual([
    '.github/**/*.yml',
    'rules/*.yaml',
  ]);
  for (const paths of ['**', '.github/**', '/etc/*.yml', '../*.yml', 'a.yml,', '.npmrc'])
    expect(refusal({ ...credentials, POLICY_BASES: paths })).toMatch(/^POLICY_BASES must be paths of/);
});

test('set to nothing is not set', () => {
  expect(read({ PORT: '', HOST: ' ', LOG_LEVEL: '', PRIVATE_KEY_PATH: '' }).port).toBe(3000);
});

test.each([
  [{}, 'https://api.github.com', 'https://api.github.com/graphql', 'https://github.com'],
  [
    { GHE_HOST: 'ghe.example' },
    'https://ghe.example/api/v3',
    'https://ghe.example/api/graphql',
    'https://ghe.example',
  ],
  [
    { GHE_HOST: 'ghe.example:8443', GHE_PROTOCOL: 'http' },
    'http://ghe.example:8443/api/v3',
    'http://ghe.example:8443/api/graphql',
    'http://ghe.example:8443',
  ],
  [
    { GITHUB_API_URL: 'https://ghe.example/api/v3/' },
    'https://ghe.example/api/v3',
    'https://ghe.example/api/graphql',
    'https://ghe.example',
  ],
  [
    { GITHUB_API_URL: 'http://127.0.0.1:4000' },
    'http://127.0.0.1:4000',
    'http://127.0.0.1:4000/graphql',
    'http://127.0.0.1:4000',
  ],
  [
    { GITHUB_API_URL: 'http://127.0.0.1:4000/rest', GITHUB_GRAPHQL_URL: 'http://127.0.0.1:4001/ask' },
    'http://127.0.0.1:4000/rest',
    'http://127.0.0.1:4001/ask',
    'http://127.0.0.1:4000/rest',
  ],
  [
    { GITHUB_API_URL: 'https://api.acme.ghe.com' },
    'https://api.acme.ghe.com',
    'https://api.acme.ghe.com/graphql',
    'https://acme.ghe.com',
  ],
])('where GitHub is: %j', (more, apiUrl, graphqlUrl, githubUrl) => {
  const environment = read(more);
  expect(environment.github).toMatchObject({ apiUrl, graphqlUrl });
  expect(environment).toMatchObject({ apiUrl, githubUrl });
});

describe('the private key', () => {
  writeFileSync(join(folder, 'key.pem'), pkcs1);
  const oneLine = (pem: string): string => pem.trimEnd().replaceAll('\n', '');
  test.each([
    ['as it is', { PRIVATE_KEY: pkcs1 }, pkcs1],
    ['PKCS #8', { PRIVATE_KEY: pkcs8 }, pkcs8],
    ['with \\n for line breaks', { PRIVATE_KEY: pkcs1.replaceAll('\n', '\\n') }, pkcs1],
    ['with carriage returns', { PRIVATE_KEY: pkcs1.replaceAll('\n', '\r\n') }, pkcs1],
    ['on one line', { PRIVATE_KEY: oneLine(pkcs1) }, pkcs1],
    ['as base64', { PRIVATE_KEY: Buffer.from(pkcs1).toString('base64') }, pkcs1],
    [
      'as base64 with \\n for line breaks',
      { PRIVATE_KEY: Buffer.from(pkcs8.replaceAll('\n', '\\n')).toString('base64') },
      pkcs8,
    ],
    ['in a file', { PRIVATE_KEY: '', PRIVATE_KEY_PATH: 'key.pem' }, pkcs1],
  ])('%s', (_name, more, pem) => {
    expect(read(more).github?.privateKey).toBe(pem);
  });
});

describe('one clear line for', () => {
  const without = (name: string): Record<string, string | undefined> => ({
    ...credentials,
    [name]: undefined,
  });
  test.each([
    [without('APP_ID'), 'APP_ID is missing: it belongs to PRIVATE_KEY.'],
    [without('PRIVATE_KEY'), 'PRIVATE_KEY is missing (or PRIVATE_KEY_PATH): it belongs to APP_ID.'],
    [without('WEBHOOK_SECRET'), 'WEBHOOK_SECRET is missing: without it anybody could send us events.'],
    [
      { NODE_ENV: 'production' },
      'APP_ID is missing: in production Baton starts only with APP_ID, PRIVATE_KEY (or PRIVATE_KEY_PATH) and WEBHOOK_SECRET.',
    ],
    [{ ...credentials, APP_ID: 'seven' }, 'APP_ID must be the number that GitHub shows as "App ID".'],
    [{ ...credentials, APP_ID: '0' }, 'APP_ID must be the number that GitHub shows as "App ID".'],
    [
      { ...credentials, PRIVATE_KEY: 'nonsense-secret' },
      'PRIVATE_KEY must be the contents of the .pem file from GitHub: an RSA private key.',
    ],
    [
      { ...credentials, PRIVATE_KEY: pkcs1.slice(0, 500) },
      'PRIVATE_KEY must be the contents of the .pem file from GitHub: an RSA private key.',
    ],
    [
      { ...credentials, PRIVATE_KEY: undefined, PRIVATE_KEY_PATH: 'none.pem' },
      'PRIVATE_KEY_PATH: cannot read none.pem (no such file or folder).',
    ],
    [{ ...credentials, PORT: '65536' }, 'PORT must be a number from 0 to 65535.'],
    [{ ...credentials, PORT: '80a' }, 'PORT must be a number from 0 to 65535.'],
    [{ ...credentials, PORT: '-1' }, 'PORT must be a number from 0 to 65535.'],
    [
      { ...credentials, LOG_LEVEL: 'loud' },
      'LOG_LEVEL must be one of trace, debug, info, warn, error, fatal, silent.',
    ],
    [{ ...credentials, LOG_FORMAT: 'xml' }, 'LOG_FORMAT must be json or pretty.'],
    [
      { ...credentials, GITHUB_API_URL: 'api.github.com' },
      'GITHUB_API_URL must be an http or https address.',
    ],
    [
      { ...credentials, GITHUB_API_URL: 'https://me:very-secret@ghe.example' },
      'GITHUB_API_URL must be an address without a query, a fragment or credentials.',
    ],
    [
      { ...credentials, GITHUB_GRAPHQL_URL: 'ftp://x' },
      'GITHUB_GRAPHQL_URL must be an http or https address.',
    ],
    ...['mysql://db/baton', 'postgres://me:very-secret@db', 'postgres://me:very-secret@db:x/y'].map(
      (address): [Record<string, string>, string] => [
        { ...credentials, DATABASE_URL: address },
        'DATABASE_URL must be an address such as postgres://baton:password@db.example.com:5432/baton.',
      ],
    ),
    [{ ...credentials, GHE_HOST: 'https://x' }, 'GHE_HOST must be a host name, such as github.example.com.'],
    [{ ...credentials, GHE_PROTOCOL: 'gopher' }, 'GHE_PROTOCOL must be https or http.'],
    [{ ...credentials, WEBHOOK_PROXY_URL: 'x' }, 'WEBHOOK_PROXY_URL must be an http or https address.'],
    [
      { ...credentials, GITHUB_WRITE_SPACING_MS: '1s' },
      'GITHUB_WRITE_SPACING_MS must be a number of milliseconds.',
    ],
  ])('%#', (variables, message) => {
    const said = refusal(variables);
    expect(said).toBe(message);
    expect(said).not.toMatch(/very-secret|nonsense|-----/);
  });
});

describe('the secret of the webhook', () => {
  const secretsOf = (text: string): readonly string[] => {
    const { webhookSecret = '', olderSecrets = [] } = read({ WEBHOOK_SECRET: text }).github ?? {};
    return [webhookSecret, ...olderSecrets];
  };
  test('has at least sixteen characters', () => {
    for (const short of ['x', 'fifteen-letters', ' fifteen-letters '])
      expect(refusal({ ...credentials, WEBHOOK_SECRET: short })).toBe(
        'WEBHOOK_SECRET must have at least 16 characters. Make one with: openssl rand -hex 32',
      );
    expect(secretsOf('sixteen-letters!')).toEqual(['sixteen-letters!']);
  });

  const [one, other] = ['0123456789abcdef', 'fedcba9876543210'];
  test('takes the one before beside it, while it is rotated; one with a comma stays one', () => {
    expect(secretsOf(`${one},${other}`)).toEqual([one, other, `${one},${other}`]);
    expect(secretsOf(`${one}, ${other}`)).toEqual([one, other, `${one}, ${other}`]);
    expect(secretsOf(`${one},x`)).toEqual([one, `${one},x`]);
    expect(secretsOf(`${one},`)).toEqual([one, `${one},`]);
    expect(secretsOf('seventeen,letters')).toEqual(['seventeen,letters']);
  });

  test('a part of it that is too short does not count, and the log says so', () => {
    const doubtsOf = (text: string) => read({ WEBHOOK_SECRET: text }).doubts ?? [];
    for (const text of [`${one},short-and-old`, 'seventeen,letters'])
      expect(doubtsOf(text)).toEqual([
        expect.stringMatching(/^WEBHOOK_SECRET has a comma, and a part of it/),
      ]);
    for (const text of [one, `${one},`, `${one},${other}`]) expect(doubtsOf(text)).toEqual([]);
  });
});

test('what excludes each other is refused together', () => {
  expect(refusal({ ...credentials, PRIVATE_KEY_PATH: 'key.pem' })).toBe(
    'PRIVATE_KEY and PRIVATE_KEY_PATH are both set. Keep one of them: the key itself, or the file that has it.',
  );
  expect(
    refusal({ ...credentials, GHE_HOST: 'ghe.example', GITHUB_API_URL: 'https://ghe.example/api/v3' }),
  ).toBe(
    'GHE_HOST and GITHUB_API_URL are both set. Keep one of them: the host of a GitHub Enterprise Server, or the address of its API.',
  );
  expect(read({ PRIVATE_KEY_PATH: '', GITHUB_API_URL: ' ' }).doubts).toBeUndefined();
});

describe('a variable that looks like a setting', () => {
  test.each([
    ['WEBHOOK_SECRETS', 'WEBHOOK_SECRET'],
    ['DATABSE_URL', 'DATABASE_URL'],
    ['DATABASE_URI', 'DATABASE_URL'],
    ['PRIVATE_KEY_PAHT', 'PRIVATE_KEY_PATH'],
    ['METRIC_TOKEN', 'METRICS_TOKEN'],
    ['DATADIR', 'DATA_DIR'],
    ['JIRA_CONFG', 'JIRA_CONFIG'],
    ['ONBOARDING_ISSUE', 'ONBOARDING_ISSUES'],
  ])('%s: did you mean %s?', (name, meant) => {
    const { [meant as 'APP_ID']: _, ...others } = { ...credentials };
    const given = { ...others, [name]: 'the value, which is secret' };
    const said = meant === 'WEBHOOK_SECRET' ? [refusal(given)] : readEnvironment(given, folder).doubts;
    expect(said).toEqual([`${name} is set, and there is no such setting. Did you mean ${meant}?`]);
  });

  test('is told of where it is the key of a Jira site', () => {
    writeFileSync(join(folder, 'sites.yml'), 'sites: {}\n');
    expect(read({ JIRA_CONFIG: 'sites.yml', FLAVOR: 'cloud' }).doubts).toEqual([
      'FLAVOR is set, and there is no such setting. Did you mean flavour, in the file that JIRA_CONFIG names?',
    ]);
    expect(read({ FLAVOR: 'vanilla' }).doubts).toBeUndefined();
  });

  test('is told of beside the secret, too: somebody meant to rotate it', () => {
    expect(read({ WEBHOOK_SECRETS: 'new,old' }).doubts).toEqual([
      'WEBHOOK_SECRETS is set, and there is no such setting. Did you mean WEBHOOK_SECRET?',
    ]);
  });

  test('is none where it is somebody else’s, or the setting is there', () => {
    const usual = [
      'PATH',
      'HOME',
      'HOSTNAME',
      'HOSTS',
      'PORTS',
      'POST',
      'SHELL',
      'LANG',
      'LC_ALL',
      'TERM',
      'USER',
      'LOGNAME',
    ];
    const more = [
      'PUBLIC_IP',
      'NODE_OPTIONS',
      'NODE_PATH',
      'APP_NAME',
      'APP_UID',
      'SECRET',
      'TOKEN',
      'GITHUB_TOKEN',
      'GITHUB_SHA',
    ];
    const others = [
      'DATABASE',
      'DATABASE_HOST',
      'DB_URL',
      'LOG_DIR',
      'LOG_FILE',
      'npm_config_cache',
      'KUBERNETES_PORT',
      'GITHUB_URL',
    ];
    const all = Object.fromEntries([...usual, ...more, ...others].map((name) => [name, 'x']));
    expect(read(all).doubts).toBeUndefined();
    expect(read({ LOG_LEVEL: 'info', LOGLEVEL: '3' }).doubts).toBeUndefined();
  });
});

test('the address that people use has no path', () => {
  expect(readEnvironment({ PUBLIC_URL: 'https://baton.example.com//' }, folder)).toMatchObject({
    publicUrl: 'https://baton.example.com',
  });
  for (const wrong of ['https://baton.example.com/baton', 'baton.example.com', 'https://a:b@c'])
    expect(() => readEnvironment({ PUBLIC_URL: wrong }, folder)).toThrow(
      /^PUBLIC_URL must be an (http or https )?address/,
    );
});

test('without credentials, outside production, the App is to be registered', () => {
  expect(readEnvironment({}, folder).github).toBeNull();
  expect(readEnvironment({ WEBHOOK_SECRET: 'x' }, folder).github).toBeNull();
});

describe('.env', () => {
  test('gives what the real environment does not say', () => {
    const here = mkdtempSync(join(tmpdir(), 'baton-environment-'));
    expect(environmentOf({ PORT: '1' }, here)).toEqual({ PORT: '1' });
    writeFileSync(join(here, '.env'), 'PORT=2\nHOST=::1 # local\nWEBHOOK_SECRET="a#b"\n');
    expect(environmentOf({ PORT: '1' }, here)).toEqual({ PORT: '1', HOST: '::1', WEBHOOK_SECRET: 'a#b' });
  });

  test('keeps what is added, and what was there, for its owner alone', () => {
    const here = mkdtempSync(join(tmpdir(), 'baton-environment-'));
    writeFileSync(join(here, '.env'), 'PORT=2\nODD=\'a "quoted" # b\'\n');
    const settings = { APP_ID: '9', PRIVATE_KEY: pkcs1, WEBHOOK_SECRET: "it's a long \\n #1", BOTH: `"'` };
    keepInEnvFile(settings, here);
    expect(environmentOf({}, here)).toEqual({ PORT: '2', ODD: 'a "quoted" # b', ...settings });
    expect(readEnvironment(environmentOf({}, here), here).github?.privateKey).toBe(pkcs1);
    if (process.platform !== 'win32') expect(statSync(join(here, '.env')).mode & 0o077).toBe(0);
    expect(readFileSync(join(here, '.env'), 'utf8')).toContain('PRIVATE_KEY="-----BEGIN');
  });

  test('keeps nothing that would be read back as something else', () => {
    const here = mkdtempSync(join(tmpdir(), 'baton-environment-'));
    writeFileSync(join(here, '.env'), 'PORT=2\n');
    for (const odd of ['a"\nPORT=1', 'line\nPORT="1'])
      expect(() => keepInEnvFile({ WEBHOOK_SECRET: odd }, here)).toThrow('WEBHOOK_SECRET has signs');
    expect(environmentOf({}, here)).toEqual({ PORT: '2' });
  });

  test('keeps an App that was registered, unless there is one', () => {
    const app = { appId: '9', privateKey: pkcs1, webhookSecret: 'sixteen letters!', signIn: null };
    for (const there of ['APP_ID=1\n', 'PRIVATE_KEY=x\n', 'PRIVATE_KEY_PATH=./key.pem\n']) {
      const here = mkdtempSync(join(tmpdir(), 'baton-environment-'));
      writeFileSync(join(here, '.env'), there);
      expect(() => keepRegistration(app, here)).toThrow('Baton has the credentials of an App already');
      expect(readFileSync(join(here, '.env'), 'utf8')).toBe(there);
    }
    const here = mkdtempSync(join(tmpdir(), 'baton-environment-'));
    writeFileSync(join(here, '.env'), 'APP_ID=\nWEBHOOK_SECRET=old\n');
    keepRegistration(app, here);
    expect(environmentOf({}, here)).toEqual({
      APP_ID: '9',
      PRIVATE_KEY: pkcs1,
      WEBHOOK_SECRET: 'sixteen letters!',
    });
  });

  test('keeps by what people sign in, if the settings take it; the rest of the App in any case', () => {
    const app = { appId: '9', privateKey: pkcs1, webhookSecret: 'sixteen letters!' };
    const signIns = [
      { clientId: 'Iv23liABCDEFGHIJKLMN', clientSecret: 'c'.repeat(40) },
      { clientId: '9', clientSecret: 'c'.repeat(40) },
      { clientId: 'Iv23liABCDEFGHIJKLMN', clientSecret: 'two lines\nof it' },
    ];
    const kept = signIns.map((signIn) => {
      const here = mkdtempSync(join(tmpdir(), 'baton-environment-'));
      keepRegistration({ ...app, signIn }, here);
      const { APP_ID, GITHUB_CLIENT_ID, GITHUB_CLIENT_SECRET } = environmentOf({}, here);
      return [APP_ID, GITHUB_CLIENT_ID, GITHUB_CLIENT_SECRET];
    });
    expect(kept).toEqual([
      ['9', 'Iv23liABCDEFGHIJKLMN', 'c'.repeat(40)],
      ['9', undefined, undefined],
      ['9', undefined, undefined],
    ]);
  });
});

describe('the board', () => {
  const signIn = {
    GITHUB_CLIENT_ID: 'Iv23liABCDEFGHIJKLMN',
    GITHUB_CLIENT_SECRET: 'very-secret-of-the-client',
  };
  const https = { PUBLIC_URL: 'https://baton.example.com/' };
  const doubtsOf = (more: Record<string, string>): readonly string[] => {
    const { board, doubts = [] } = read(more);
    expect(board).toBeUndefined();
    return doubts;
  };

  test('is on with the client id, the client secret and the address that people use', () => {
    expect(read({}).board).toBeUndefined();
    expect(read({ ...signIn, ...https }).board).toEqual({
      publicUrl: 'https://baton.example.com',
      clientId: 'Iv23liABCDEFGHIJKLMN',
      clientSecret: 'very-secret-of-the-client',
      admins: [],
      isPublic: false,
    });
    expect(
      read({ ...signIn, ...https, BOARD_ADMINS: 'Maria, jens_acme', BOARD_PUBLIC: 'on' }).board,
    ).toMatchObject({ admins: ['maria', 'jens_acme'], isPublic: true });
  });

  test('is at this machine where nobody says where it is, but not in production', () => {
    const at = (more: Record<string, string>): string | undefined =>
      read({ ...signIn, ...more }).board?.publicUrl;
    expect(at({})).toBe('http://localhost:3000');
    expect(at({ PORT: '4321' })).toBe('http://localhost:4321');
    expect(at({ PUBLIC_URL: 'http://127.0.0.1:8080' })).toBe('http://127.0.0.1:8080');
    expect(at({ PUBLIC_URL: 'http://[::1]:8080' })).toBe('http://[::1]:8080');
    for (const more of [{ NODE_ENV: 'production' }, { PORT: '0' }])
      expect(doubtsOf({ ...signIn, ...more })).toEqual([
        'The board is off, although GITHUB_CLIENT_ID is set: PUBLIC_URL is missing, and GitHub has to lead people back to an address. Set it, such as https://baton.example.com.',
      ]);
  });

  test('is off where a session could be read on its way', () => {
    for (const PUBLIC_URL of [
      'http://baton.example.com',
      'http://192.168.1.5:3000',
      'http://localhost.example.com',
    ])
      expect(doubtsOf({ ...signIn, PUBLIC_URL })).toEqual([
        'The board is off, although GITHUB_CLIENT_ID is set: PUBLIC_URL must begin with https:// where people sign in. Only on this machine itself, http://localhost will do.',
      ]);
  });

  test.each<readonly [Record<string, string>, string]>([
    [
      { GITHUB_CLIENT_ID: signIn.GITHUB_CLIENT_ID },
      'GITHUB_CLIENT_SECRET is missing: it belongs to GITHUB_CLIENT_ID. Generate one on the App’s settings page.',
    ],
    [
      { GITHUB_CLIENT_SECRET: signIn.GITHUB_CLIENT_SECRET },
      'GITHUB_CLIENT_ID is missing: it belongs to GITHUB_CLIENT_SECRET. The App’s settings page shows it.',
    ],
    [
      { ...signIn, GITHUB_CLIENT_ID: '1234567890' },
      'GITHUB_CLIENT_ID must be the “Client ID” on the App’s settings page, such as Iv23liABCDEFGHIJKLMN (not the App ID).',
    ],
    [
      { ...signIn, GITHUB_CLIENT_SECRET: 'very-secret' },
      'GITHUB_CLIENT_SECRET must be a client secret that the App’s settings page made.',
    ],
    [
      { ...signIn, BOARD_ADMINS: 'maria; jens' },
      'BOARD_ADMINS must be logins on GitHub with commas between them, such as maria,jens.',
    ],
    [{ ...signIn, BOARD_PUBLIC: 'yes' }, 'BOARD_PUBLIC must be on or off.'],
    ...['BOARD_ADMINS', 'BOARD_PUBLIC'].map(
      (name) =>
        [
          { [name]: name === 'BOARD_PUBLIC' ? 'off' : 'maria' },
          `${name} is set, and nobody can sign in to the board. Set GITHUB_CLIENT_ID and GITHUB_CLIENT_SECRET (docs/how-to/turn-on-the-board.md), or remove it.`,
        ] as const,
    ),
    [
      { ...signIn, BOARD_ADMINS: 'maria', NODE_ENV: 'production' },
      'BOARD_ADMINS is set, and the board can’t be on: PUBLIC_URL is missing, and GitHub has to lead people back to an address. Set it, such as https://baton.example.com.',
    ],
  ])('stops the start where it is set in part, or wrong: %#', (more, message) => {
    const said = refusal({ ...credentials, ...more });
    expect(said).toBe(message);
    expect(said).not.toMatch(/very-secret/);
  });

  test('says what its settings are called to somebody who took GitHub’s names; what is somebody else’s is no matter', () => {
    expect(doubtsOf({ CLIENT_ID: 'Iv1.0123456789abcdef', CLIENT_SECRET: 'x' })).toEqual([
      'CLIENT_ID and CLIENT_SECRET are set, and there are no such settings. Did you mean GITHUB_CLIENT_ID and GITHUB_CLIENT_SECRET?',
    ]);
    expect(doubtsOf({ CLIENT_ID: '7f1b0c9e-of-azure', CLIENT_SECRET: 'x' })).toEqual([]);
  });
});
