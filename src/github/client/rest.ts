/** Reading GitHub's REST API. */
import { TryLater } from '../../tracker.ts';
import { isRequestFailure } from './failures.ts';

/** What is needed of an octokit. */
export type Rest = {
  request(
    route: string,
    parameters?: Readonly<Record<string, unknown>>,
  ): Promise<{ readonly data: unknown; readonly headers: { readonly link?: string | undefined } }>;
};

export type RestAnswer<T> =
  | { readonly kind: 'found'; readonly data: T }
  | { readonly kind: 'missing' }
  /** `message` is GitHub's. */
  | { readonly kind: 'forbidden'; readonly message: string };

type Parameters = Readonly<Record<string, unknown>>;

/**
 * Reads one thing.
 * @throws {TryLater} for everything but an answer, what is not there, and a refusal
 * @throws {ApiMoved} when GitHub has retired the request
 */
export async function read(rest: Rest, route: string, parameters: Parameters): Promise<RestAnswer<unknown>> {
  return answered(async () => (await rest.request(route, parameters)).data);
}

/** Reads all pages of a list; `atMost` pages, then whatever there is more is left out. */
export async function readAll(
  rest: Rest,
  route: string,
  parameters: Parameters,
  atMost = Number.POSITIVE_INFINITY,
): Promise<RestAnswer<readonly unknown[]>> {
  return answered(async () => {
    const all: unknown[] = [];
    for (let page = 1; page <= atMost; page += 1) {
      const { data, headers } = await rest.request(route, { ...parameters, per_page: 100, page });
      if (!Array.isArray(data))
        throw new TryLater(`GitHub answered ${route} with something that isn’t a list.`);
      all.push(...(data as unknown[]));
      if (headers.link?.includes('rel="next"') !== true) break;
    }
    return all;
  });
}

/**
 * Writes one thing; it waits in the installation's line by itself.
 * @throws {TryLater} when it could not be written now; what GitHub found invalid is thrown as it is
 */
export async function write(rest: Rest, route: string, parameters: Parameters): Promise<RestAnswer<unknown>> {
  try {
    return await answered(async () => (await rest.request(route, parameters)).data);
  } catch (error) {
    if (error instanceof TryLater && isRequestFailure(error.cause) && error.cause.status === 422)
      throw error.cause;
    throw error;
  }
}

async function answered<T>(ask: () => Promise<T>): Promise<RestAnswer<T>> {
  try {
    return { kind: 'found', data: await ask() };
  } catch (error) {
    if (!isRequestFailure(error)) throw error;
    // 410 of the API itself never comes here: it is of a deleted issue, or of a repository without issues.
    if (error.status === 404 || error.status === 410) return { kind: 'missing' };
    if (error.status === 403) return { kind: 'forbidden', message: error.message };
    throw new TryLater(`GitHub answered ${error.status}: ${error.message}`, { cause: error });
  }
}
