/** Somebody with a browser that runs no script, in front of the demo's page. */
import { fromHtml } from 'hast-util-from-html';

type Node = ReturnType<typeof fromHtml>['children'][number];
export type Element = Extract<Node, { type: 'element' }>;

export type Page = {
  readonly status: number;
  /** Where it is. */
  readonly path: string;
  readonly source: string;
  /** All elements, in their order. */
  readonly elements: readonly Element[];
  /** What can be read on it, without spaces that do not show. */
  readonly text: string;
};

export type Visitor = {
  open(path: string): Promise<Page>;
  /** Fills in a form of the page that is open, presses a button of it, and follows where that leads. */
  send(form: string, filled?: Readonly<Record<string, string>>): Promise<Page>;
};

export const attribute = ({ properties }: Element, name: string): string => String(properties[name] ?? '');

const childrenOf = (node: Node): readonly Node[] => (node.type === 'element' ? node.children : []);

const within = (nodes: readonly Node[]): readonly Node[] =>
  nodes.flatMap((node) => [node, ...within(childrenOf(node))]);

export const elementsIn = (nodes: readonly Node[]): readonly Element[] =>
  within(nodes).filter((node): node is Element => node.type === 'element');

export const textOf = (nodes: readonly Node[]): string =>
  within(nodes)
    .map((node) => (node.type === 'text' ? node.value : ''))
    .join('')
    .replaceAll(/\s+/g, ' ');

export function visit(url: string): Visitor {
  let page: Page | null = null;
  async function open(path: string): Promise<Page> {
    page = await pageIn(await fetch(new URL(path, url)));
    return page;
  }
  return {
    open,
    async send(id, filled = {}) {
      const form = page?.elements.find((each) => each.tagName === 'form' && attribute(each, 'id') === id);
      if (page === null || form === undefined) throw new Error(`The page has no form ${id}.`);
      const fields = elementsIn(form.children).flatMap((each): [string, string][] =>
        ['input', 'textarea'].includes(each.tagName)
          ? [
              [
                attribute(each, 'name'),
                each.tagName === 'input' ? attribute(each, 'value') : textOf(each.children),
              ],
            ]
          : [],
      );
      const answer = await fetch(new URL(attribute(form, 'action'), url), {
        method: 'POST',
        headers: { origin: url, referer: `${url}${page.path}` },
        body: new URLSearchParams({ ...Object.fromEntries(fields), ...filled }),
        redirect: 'manual',
      });
      const to = answer.headers.get('location');
      if (to !== null) return open(to);
      page = await pageIn(answer);
      return page;
    },
  };
}

async function pageIn(answer: Response): Promise<Page> {
  const source = await answer.text();
  const { children } = fromHtml(source);
  return {
    status: answer.status,
    path: new URL(answer.url).pathname,
    source,
    elements: elementsIn(children),
    text: textOf(children),
  };
}
