/** A Jira of one test: what it answers is said by the test, and what it was asked is kept. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { onTestFinished } from 'vitest';

import { createJira, type Jira } from '../../src/jira/client/client.ts';
import type { RequestOptions } from '../../src/jira/client/requests.ts';
import type { Flavour, JiraSite } from '../../src/jira/site.ts';

export type Asked = {
  readonly method: string;
  /** As it came, with its query. */
  readonly url: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
};

export type Answer =
  | { readonly status?: number; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> }
  /** Anything else that a server can do. */
  | ((response: ServerResponse) => void);

export type Answering = {
  readonly url: string;
  readonly asked: Asked[];
  readonly paths: () => readonly string[];
};

/** @param answer by method and path below `/rest/api/…/` */
export async function answering(
  answer: (what: string, asked: Asked) => Answer | undefined,
): Promise<Answering> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => void parts.push(part));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://jira.test');
      const text = Buffer.concat(parts).toString();
      const one: Asked = {
        method: request.method ?? '',
        url: request.url ?? '',
        query: Object.fromEntries(url.searchParams),
        headers: request.headers,
        body: text === '' ? undefined : (JSON.parse(text) as unknown),
      };
      asked.push(one);
      const what = `${one.method} ${url.pathname.replace(/^.*\/rest\/api\/\d\//, '')}`;
      const found = answer(what, one) ?? {
        status: 404,
        body: {
          errorMessages: ['Issue does not exist or you do not have permission to see it.'],
          errors: {},
        },
      };
      if (typeof found === 'function') return found(response);
      const { status = 200, body, headers = {} } = found;
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(typeof body === 'string' || body === undefined ? body : JSON.stringify(body));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  const paths = (): readonly string[] => asked.map(({ method, url }) => `${method} ${url}`);
  return { url: `http://127.0.0.1:${port}`, asked, paths };
}

export const token = 'a-very-secret-token';

export function siteAt(url: string, flavour: Flavour, more: Partial<JiraSite> = {}): JiraSite {
  return {
    name: 'acme',
    url,
    apiUrl: url,
    flavour,
    auth: { kind: 'bearer', token: () => token },
    webhookSecret: null,
    repositories: new Map(),
    ...more,
  };
}

/** The client of a Jira that answers so. */
export async function asking(
  flavour: Flavour,
  answer: Parameters<typeof answering>[0],
  options: RequestOptions & { readonly path?: string } = {},
): Promise<{ readonly jira: Jira; readonly answers: Answering }> {
  const answers = await answering(answer);
  return { jira: createJira(siteAt(answers.url + (options.path ?? ''), flavour), options), answers };
}
