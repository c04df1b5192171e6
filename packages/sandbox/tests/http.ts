/** Both sides of HTTP, for the stories about GitHub and about Jira: something that takes webhooks, and an answer as a value. */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Received = { readonly headers: IncomingHttpHeaders; readonly body: string };

export type Listener = {
  readonly url: string;
  readonly received: Received[];
  /** The status that the next deliveries are answered with. */
  status: number;
  close(): Promise<void>;
};

/** Something that takes webhooks and keeps them. */
export async function listen(path = ''): Promise<Listener> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      response.writeHead(listener.status).end('seen');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const listener: Listener = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`,
    received,
    status: 200,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return listener;
}

export type Answered = { readonly status: number; readonly body: unknown; readonly headers: Headers };

/** An answer with its body: a value where it is JSON, else text. */
export async function answeredWith(answer: Response): Promise<Answered> {
  const text = await answer.text();
  const json = answer.headers.get('content-type')?.includes('json') ?? false;
  return {
    status: answer.status,
    body: json ? (JSON.parse(text) as unknown) : text,
    headers: answer.headers,
  };
}
