/** Pages of a connection ("Using pagination in the GraphQL API"). */
import { Failure } from './failure.ts';

export type PageArgs = {
  readonly first?: number | null;
  readonly last?: number | null;
  readonly after?: string | null;
  readonly before?: string | null;
};

/** How nodes are sorted: by a value that may change, and a number that tells those of one value apart. */
export type Order<T> = {
  readonly placeOf: (node: T) => readonly [value: number, number: number];
  readonly isDescending: boolean;
};

const largestPage = 100;

/** Throws where a query asks for no page, or for one that is too large. `name` is the connection's field. */
export function checkPage(args: PageArgs, name: string): void {
  const { first, last } = args;
  if (first == null && last == null) {
    throw new Failure(
      'MISSING_PAGINATION_BOUNDARIES',
      `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`,
    );
  }
  if (first != null && last != null) {
    throw new Failure(
      'UNPROCESSABLE',
      `Passing both \`first\` and \`last\` to paginate the \`${name}\` connection is not supported.`,
    );
  }
  for (const [side, count] of [
    ['first', first],
    ['last', last],
  ] as const) {
    if (count == null) continue;
    if (count < 0)
      throw new Failure(
        'INVALID_CURSOR_ARGUMENTS',
        `\`${side}\` on the \`${name}\` connection cannot be less than zero.`,
      );
    if (count > largestPage) {
      throw new Failure(
        'EXCESSIVE_PAGINATION',
        `Requesting ${count} records on the \`${name}\` connection exceeds the \`${side}\` limit of ${largestPage} records.`,
      );
    }
  }
}

/**
 * A cursor names the thing itself, and where it stood: it still holds when things before it are gone. Where things are
 * sorted, it says by what value the thing stood there: one that moves away takes the cursor nowhere.
 */
function cursorOf<T>(node: T, index: number, order: Order<T> | null): string {
  const place = order === null ? '' : `:${order.placeOf(node).join(':')}`;
  return Buffer.from(`cursor:v2:${index}:${idOf(node)}${place}`).toString('base64');
}

function idOf(node: unknown): string {
  return typeof node === 'object' && node !== null && 'nodeId' in node ? String(node.nodeId) : '';
}

/** Where the nodes before a cursor end, and those after it begin; what the cursor names may be gone itself. */
function positionOf<T>(
  nodes: readonly T[],
  cursor: string,
  order: Order<T> | null,
): { readonly before: number; readonly after: number } {
  const [, , index, id, value, number] = Buffer.from(cursor, 'base64').toString().split(':');
  if (index === undefined || !/^\d+$/.test(index))
    throw new Failure('INVALID_CURSOR_ARGUMENTS', `\`${cursor}\` does not appear to be a valid cursor.`);
  if (order !== null && value !== undefined && number !== undefined) {
    const sign = order.isDescending ? -1 : 1;
    const distance = (node: T): number => {
      const [own, ownNumber] = order.placeOf(node);
      return sign * (own - Number(value) || ownNumber - Number(number));
    };
    const first = (isPast: (node: T) => boolean): number => {
      const at = nodes.findIndex(isPast);
      return at === -1 ? nodes.length : at;
    };
    return { before: first((node) => distance(node) >= 0), after: first((node) => distance(node) > 0) };
  }
  const at = id === '' ? Number(index) : nodes.findIndex((node) => idOf(node) === id);
  return at === -1 ? { before: Number(index), after: Number(index) } : { before: at, after: at + 1 };
}

export function connection<T>(
  nodes: readonly T[],
  args: PageArgs,
  name: string,
  more: Readonly<Record<string, unknown>> = {},
  order: Order<T> | null = null,
) {
  checkPage(args, name);
  const from = args.after == null ? 0 : positionOf(nodes, args.after, order).after;
  const to = args.before == null ? nodes.length : positionOf(nodes, args.before, order).before;
  const start = args.last == null ? from : Math.max(from, to - args.last);
  const end = args.first == null ? to : Math.min(to, from + args.first);
  const page = nodes.slice(start, end);
  const cursors = page.map((node, offset) => cursorOf(node, start + offset, order));
  return {
    totalCount: nodes.length,
    filteredCount: Math.max(0, to - from),
    pageCount: page.length,
    nodes: page,
    edges: page.map((node, offset) => ({ node, cursor: cursors[offset] ?? '' })),
    pageInfo: {
      hasNextPage: end < nodes.length,
      hasPreviousPage: start > 0,
      startCursor: cursors[0] ?? null,
      endCursor: cursors.at(-1) ?? null,
    },
    ...more,
  };
}

/** The edge of something that was just added at the end. */
export function edgeOf<T>(node: T, index: number): { node: T; cursor: string } {
  return { node, cursor: cursorOf(node, index, null) };
}
