/** The file that `JIRA_CONFIG` names: the sites, as an operator writes them down. */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

import { isNode, LineCounter, parseDocument, type Document } from 'yaml';
import * as z from 'zod';

import { nearest } from '../policy/index.ts';
import { SettingError } from '../setting-error.ts';
import type { JiraSite, Secret, SiteAuth } from './site.ts';

type Variables = Readonly<Record<string, string | undefined>>;

const gateway = 'https://api.atlassian.com/ex/jira';
const secretWords = 'must be { env: NAME } or { file: path }: a secret itself never stands in this file';
const cloudIdWords = 'must be the id that the page /_edge/tenant_info of the site shows';
const authWords = 'must be { token: … }, or { email: …, token: … } on Cloud';

const address = z
  .url({ protocol: /^https?$/, error: 'must be an https address' })
  .refine((text) => !/[?#@]/.test(text), 'must be an address without a query, a fragment or credentials')
  .refine(isSafe, 'must begin with https: the token would be sent for everybody on the way to read')
  .transform((text) => text.replace(/(?<!\/)\/+$/, ''));

/** Without TLS only on this machine. */
export function isSafe(text: string): boolean {
  const url = URL.parse(text);
  return url?.protocol === 'https:' || /^(?:localhost|127\.[\d.]+|\[::1\])$/.test(url?.hostname ?? '');
}

const secret = z.union(
  [z.strictObject({ env: z.string().regex(/^[A-Za-z_]\w*$/) }), z.strictObject({ file: z.string().min(1) })],
  { error: secretWords },
);

const auth = z.union(
  [
    z.strictObject({ token: secret }),
    z.strictObject({ email: z.email('must be an e-mail address'), token: secret }),
  ],
  { error: authWords },
);

/** Atlassian: "Changing the project key format", the rules that every format has to keep. */
const projectKey = z
  .string({ error: 'must be a project key, such as SHOP' })
  .regex(/^[A-Z][A-Z0-9_]{1,254}$/, 'must be a project key in capital letters, such as SHOP');

const repository = z
  .string()
  .regex(/^[A-Za-z\d][A-Za-z\d_-]{0,38}\/(?:\*|[\w.-]{1,100})$/, 'must be owner/name or owner/*');

const site = z.strictObject(
  {
    url: address,
    flavour: z.enum(['cloud', 'data-center'], { error: 'must be cloud or data-center' }),
    'cloud-id': z
      .string({ error: cloudIdWords })
      .regex(/^[\w-]{1,100}$/, cloudIdWords)
      .optional(),
    'api-url': address.optional(),
    auth,
    'webhook-secret': z.union([secret, z.tuple([secret, secret])], { error: secretWords }).optional(),
    repositories: z.record(
      repository,
      z.array(projectKey, { error: 'must be a list of project keys, such as [SHOP]' }).min(1, 'is empty'),
      {
        error: keysOf(
          'must say which repository may see which projects',
          'is no repository: owner/name or owner/*',
        ),
      },
    ),
  },
  { error: keysOf('must be a map', 'is no setting of a site') },
);

const file = z.strictObject(
  {
    sites: z.record(z.string().regex(/^[A-Za-z\d][\w.-]{0,63}$/), site, {
      error: keysOf(
        'must be a map of names to sites',
        'is no name for a site: letters, digits, dots and dashes',
      ),
    }),
  },
  { error: keysOf('must be a map with the key "sites"', 'is not known here: there is only "sites"') },
);

/** What is said of a value that is none, and of a key that does not belong there. */
function keysOf(otherwise: string, key: string) {
  return (issue: { readonly code?: string; readonly input?: unknown }): string =>
    issue.code === 'unrecognized_keys' || issue.code === 'invalid_key' ? key : otherwise;
}

/**
 * Reads the sites, and the secrets that they name.
 * @param path relative to `folder`; paths in the file are relative to the file
 * @param variables where `{ env: NAME }` is looked up
 * @throws SettingError with the place in the file, never with a secret
 */
export function readSites(path: string, folder: string, variables: Variables): readonly JiraSite[] {
  const where = resolve(folder, path);
  let text: string;
  try {
    text = readFileSync(where, 'utf8');
  } catch (error) {
    throw new SettingError(`JIRA_CONFIG must name a readable file; ${path} is none.`, { cause: error });
  }
  const lines = new LineCounter();
  const document = parseDocument(text, {
    stringKeys: true,
    prettyErrors: false,
    lineCounter: lines,
    logLevel: 'error',
  });
  const [broken] = document.errors;
  if (broken !== undefined) {
    // Its message could quote what stands there; its code cannot.
    const { line } = lines.linePos(broken.pos[0]);
    throw new SettingError(`${path}:${line} cannot be read as YAML (${broken.code}).`);
  }
  const refuse = (
    at: readonly PropertyKey[],
    why: string,
    options?: ErrorOptions,
    end: '.' | '?' = '.',
  ): SettingError =>
    new SettingError(
      `${path}:${lineOf(document, lines, at)} ${at.map(String).join('.') || 'the file'} ${why}${end}`,
      options,
    );
  const read = file.safeParse(document.toJS());
  if (!read.success) {
    const { path: at, why, known } = firstOf(read.error.issues);
    const guess = nearest(String(at.at(-1) ?? ''), known);
    throw refuse(
      at,
      guess === null ? why : `${why}: did you mean "${guess}"`,
      {},
      guess === null ? '.' : '?',
    );
  }
  const readSecret = (from: z.infer<typeof secret>, at: readonly string[], least = 0): Secret => {
    const value =
      'env' in from ? (variables[from.env] ?? '') : readSecretFile(resolve(dirname(where), from.file));
    const wanted = 'env' in from ? `the variable ${from.env}` : `the file ${from.file}`;
    if (value === null || value.trim() === '') throw refuse(at, `needs ${wanted}, which is missing or empty`);
    if (!/^[\x20-\x7e]+$/.test(value))
      throw refuse(at, `needs ${wanted} to hold one line of plain characters`);
    if (value.length < least)
      throw refuse(
        at,
        `needs ${wanted} to have at least ${least} characters: openssl rand -hex 32 makes one`,
      );
    return () => value;
  };
  return Object.entries(read.data.sites).map(([name, written]) => {
    const at = ['sites', name];
    const why = mismatch(written);
    if (why !== null) throw refuse([...at, why.key], why.what);
    const webhook = written['webhook-secret'];
    return {
      name,
      url: written.url,
      apiUrl: apiUrlOf(written),
      flavour: written.flavour,
      auth: authOf(written.auth, readSecret(written.auth.token, [...at, 'auth', 'token'])),
      ...webhookSecrets(webhook === undefined ? [] : Array.isArray(webhook) ? webhook : [webhook], (each) =>
        readSecret(each, [...at, 'webhook-secret'], shortest),
      ),
      repositories: repositoriesOf(written.repositories, (key) =>
        refuse([...at, 'repositories', key], 'stands there twice'),
      ),
    };
  });
}

/** Characters that a webhook's secret has at the least: a shorter one can be tried out. */
const shortest = 16;

/** The secret, and the other one that counts while it is rotated. */
function webhookSecrets(
  written: readonly z.infer<typeof secret>[],
  read: (from: z.infer<typeof secret>) => Secret,
): Pick<JiraSite, 'webhookSecret' | 'olderSecret'> {
  const [first = null, second = null] = written.map(read);
  return { webhookSecret: first, ...(second === null ? {} : { olderSecret: second }) };
}

type Written = z.infer<typeof site>;

/** What fits the parts, but not together. */
function mismatch(written: Written): { readonly key: string; readonly what: string } | null {
  const isBasic = 'email' in written.auth;
  if (written.flavour === 'data-center') {
    if (written['cloud-id'] !== undefined) return { key: 'cloud-id', what: 'is for Jira Cloud alone' };
    if (isBasic)
      return { key: 'auth', what: 'must be { token: … } on Data Center, with a personal access token' };
  } else if (!isBasic && written['cloud-id'] === undefined) {
    return {
      key: 'auth',
      what: "needs cloud-id beside it: a service account's token works only there (or give an email)",
    };
  }
  return null;
}

/** Atlassian: "Manage API tokens for service accounts": scoped tokens work at the gateway alone. */
function apiUrlOf(written: Written): string {
  const cloudId = written['cloud-id'];
  return written['api-url'] ?? (cloudId === undefined ? written.url : `${gateway}/${cloudId}`);
}

function authOf(written: Written['auth'], token: Secret): SiteAuth {
  return 'email' in written ? { kind: 'basic', email: written.email, token } : { kind: 'bearer', token };
}

function repositoriesOf(
  written: Written['repositories'],
  twice: (key: string) => SettingError,
): JiraSite['repositories'] {
  const found = new Map<string, readonly string[]>();
  for (const [name, keys] of Object.entries(written)) {
    const lower = name.toLowerCase();
    if (found.has(lower)) throw twice(name);
    found.set(lower, [...new Set(keys)]);
  }
  return found;
}

function readSecretFile(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').replace(/(?<![\r\n])[\r\n]+$/, '');
  } catch {
    // Said by the caller, with the name as it was written.
    return null;
  }
}

/**
 * The first thing that is wrong. A key that does not belong there tells more than the one that it was meant for;
 * of several forms, the one that somebody seems to have meant does.
 */
function firstOf(issues: readonly z.core.$ZodIssue[]): {
  readonly path: readonly PropertyKey[];
  readonly why: string;
  /** Which keys there are, where it is about one that there is not. */
  readonly known: readonly string[];
} {
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
  if (issue === undefined) return { path: [], why: 'is wrong', known: [] };
  if (issue.code === 'invalid_union') {
    for (const branch of issue.errors) {
      const [deep] = branch;
      if (branch.length === 1 && deep !== undefined && deep.path.length > 0 && deep.code !== 'invalid_type') {
        const inner = firstOf(branch);
        return { ...inner, path: [...issue.path, ...inner.path] };
      }
    }
  }
  const isKey = issue.code === 'unrecognized_keys';
  const path = isKey ? [...issue.path, issue.keys[0] ?? ''] : issue.path;
  return { path, why: issue.message, known: isKey ? keysAt(issue.path) : [] };
}

function keysAt(path: readonly PropertyKey[]): readonly string[] {
  if (path.length === 0) return ['sites'];
  if (path.length === 2) return Object.keys(site.shape);
  return path.at(-1) === 'auth' ? ['email', 'token'] : ['env', 'file'];
}

/** The line of what is there on the way to a place. */
function lineOf(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}
