/** What holds pages to their promises, on pages that break them: each check can fail. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import {
  axe,
  browsing,
  byKeyboard,
  describeBrowser,
  fits,
  forEverybody,
  textAlone,
} from './support/index.ts';

/** What the server answers, by path. */
const pages = new Map<string, string>();
let server: Server;
let url: string;
beforeAll(async () => {
  server = createServer((request, response) => {
    const page = pages.get(request.url ?? '');
    if (request.url === '/broken-off') {
      request.socket.destroy();
      return;
    }
    response.writeHead(request.url === '/favicon.ico' ? 204 : page === undefined ? 404 : 200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        "default-src * 'unsafe-inline'; object-src 'none'; img-src http://tracker.example",
    });
    response.end(page);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** A page without fault, but for what is given. */
const whole = (content: string, head = ''): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Page</title>${head}</head>
<body><header><h1>Page</h1></header><main>${content}</main></body></html>`;

/** What a visit to this page fails with, line by line; nothing: it does not. */
async function visit(
  content: string,
  act: (page: Page) => Promise<unknown> = async () => {},
  expected: readonly RegExp[] = [],
): Promise<readonly string[]> {
  pages.set('/', content);
  try {
    await browsing({ hosts: [url], expected }, async (open) => {
      const page = await open();
      await page.goto(url, { waitUntil: 'networkidle' });
      await act(page);
    });
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return said
      .replaceAll(url, '')
      .split(/\n- |\n(?=Screenshot)/)
      .slice(1);
  }
  return [];
}

/** Without the line that says where the screenshot is. */
const withoutPicture = (lines: readonly string[]): readonly string[] =>
  lines.filter((line) => !line.startsWith('Screenshot'));

describeBrowser('what goes wrong unseen', () => {
  test('nothing, on a page without fault', async () => {
    expect(await visit(whole('<p>Fine.</p><script>console.log("fine")</script>'))).toEqual([]);
  });

  test('fails the test: whatever the console, the network and the developer tools tell', async () => {
    const content = `
      <script>console.error("broken"); console.warn("careful"); console.assert(false, "wrong");</script>
      <script>throw new Error("oops")</script>
      <script>Promise.reject(new Error("late"))</script>
      <object data="/object" aria-label="x"></object>
      <img alt="" src="http://tracker.example/x.png">
      <script>new WebSocket("ws://127.0.0.1:9/x")</script>
      <script src="/missing.js"></script>
      <script>fetch("/broken-off").catch(() => {})</script>
      <form><label>x <input></label></form>`;
    const lines = await visit(whole(content));
    expect(withoutPicture(lines).toSorted()).toEqual([
      'console assert: wrong (/)',
      'console error: Failed to load resource: net::ERR_EMPTY_RESPONSE (/broken-off)',
      'console error: Failed to load resource: net::ERR_NAME_NOT_RESOLVED (http://tracker.example/x.png)',
      'console error: Failed to load resource: the server responded with a status of 404 (Not Found) (/missing.js)',
      `console error: Loading plugin data from '/object' violates the following Content Security Policy directive: "object-src 'none'". The action has been blocked. (/)`,
      "console error: WebSocket connection to 'ws://127.0.0.1:9/x' failed: Error in connection establishment: net::ERR_UNSAFE_PORT (/)",
      'console error: broken (/)',
      'console warning: careful (/)',
      'error on the page: late',
      'error on the page: oops',
      'failed request: /broken-off (net::ERR_EMPTY_RESPONSE)',
      'failed request: http://tracker.example/x.png (net::ERR_NAME_NOT_RESOLVED)',
      'issue: ContentSecurityPolicyIssue {"blockedURL":"/object","violatedDirective":"object-src","contentSecurityPolicyViolationType":"kURLViolation"}',
      'issue: GenericIssue {"errorType":"FormEmptyIdAndNameAttributesForInputError","violatingNodeAttribute":""}',
      'request to another host: http://tracker.example/x.png',
      'request to another host: ws://127.0.0.1:9/x',
    ]);
  });

  test('a document without a doctype', async () => {
    const [line] = await visit('<html lang="en"><title>x</title>x');
    expect(line).toMatch(/^issue: QuirksModeIssue/);
  });

  test('what happens in a second window', async () => {
    pages.set('/second', whole('<script>console.error("second")</script>'));
    const [line] = await visit(whole('<a href="/second" target="_blank">x</a>'), async (page) => {
      const second = page.context().waitForEvent('page');
      await page.getByRole('link').click();
      await (await second).waitForLoadState();
    });
    expect(line).toBe('console error: second (/second)');
  });

  test('but not what is expected, which then has to happen', async () => {
    const broken = whole('<script>console.error("broken")</script>');
    expect(await visit(broken, undefined, [/broken/])).toEqual([]);
    const [line] = await visit(whole(''), undefined, [/broken/]);
    expect(line).toBe('this should have happened: broken');
  });

  test('an error says where the screenshots are', async () => {
    const [line] = await visit(whole(''), () => Promise.reject(new Error('The story fails.')));
    expect(line).toMatch(/^Screenshot of \/: \S+baton-screenshots-\S+\/1\.png$/);
  });
});

describeBrowser('what others wrote', () => {
  test('is told where it became more than text, and where it is missing', async () => {
    const content = `<p>a <evil>b</evil></p><p onclick="1">c</p><a href="javascript:void 0">d</a><iframe title="e"></iframe>
      <script>window.evil = 1</script><p>f \u202Eg</p><p>\u05D0 (h) <b>i</b></p><p><bdi>\u05D0</bdi> (j) <b>k</b></p>
      <p>${'l'.repeat(5000)}</p>`;
    const lines = await visit(whole(content), (page) => textAlone(page, ['a b', 'Fine.']));
    expect(withoutPicture(lines)).toEqual([
      'a script ran',
      '<evil>b</evil>',
      '<p onclick="1">c</p>',
      '<a href="javascript:void 0">d</a>',
      '<iframe title="e"></iframe>',
      'marks that turn writing round: f \u202Eg',
      'writing from right to left that does not end with its name: <p>\u05D0 (h) <b>i</b></p>',
      'a text of 5000 characters',
      'not there as text: Fine.',
    ]);
  });
});

describeBrowser('a narrow screen', () => {
  test('is as wide as what is on it', async () => {
    expect(await visit(whole('<p>Fine.</p>'), fits)).toEqual([]);
    const wide =
      '<p style="width: 500px">Wide.</p><pre style="overflow: auto"><code style="padding: 300px">Scrolls</code></pre>';
    expect(withoutPicture(await visit(whole(wide), fits))).toEqual(['<p style="width: 500px">Wide.</p>']);
  });
});

describeBrowser('whoever reads a page', () => {
  const style = `<style>
    body { background: #fff; color: #000 }
    :focus-visible { outline: 2px solid }
  </style>`;
  test.each([
    ['has letters of the size they want', '<style>body { font-size: 16px }</style>', 'Letters stay at 16 px'],
    ['has room for large letters', '<p style="width: 50rem">Wide.</p>', 'Wider than'],
    [
      'has it on white paper',
      '<style>body { background: #eee }</style>',
      'On paper, / is rgb(0, 0, 0) on rgb(238, 238, 238).',
    ],
    [
      'is not shown what moves',
      '<style>p { animation: a 9s infinite } @keyframes a { to { opacity: .9 } }</style><p>Moves.</p>',
      '1 things move',
    ],
  ])('%s', async (_, content, problem) => {
    const failing = async (page: Page): Promise<void> => {
      await forEverybody(page).catch((error: Error) => {
        throw new Error(`Told:\n- ${error.message}`);
      });
    };
    expect((await visit(whole(content, style), failing)).join()).toContain(problem);
  });

  test('is content with a page without fault', async () => {
    expect(
      await visit(whole('<p>Fine. <button type="button">Press</button></p>', style), forEverybody),
    ).toEqual([]);
  });
});

describeBrowser('axe-core', () => {
  test('finds nothing on a page without fault', async () => {
    expect(await visit(whole('<p>Fine.</p>'), axe)).toEqual([]);
  });

  test('finds each rule that is broken, where, and in which looks of the page', async () => {
    const style = `<style>
      @media (prefers-color-scheme: dark) { #dark { color: #999; background: #888 } }
      @media (max-width: 400px) { #narrow { color: #999; background: #888 } }
    </style>`;
    const content = '<h3>Deep</h3><p id="dark">Faint</p><p id="narrow">Faint</p><button name="x"></button>';
    const lines = await visit(whole(content, style), axe);
    const found = withoutPicture(lines).map((line) => {
      const [, what, looks] = /^(.*?)$.*\[(.*)\]$/ms.exec(line) ?? [];
      return `${what}: ${looks}`;
    });
    const all = 'light, 1280 px; dark, 390 px';
    expect(found.toSorted()).toEqual([
      `button-name (Buttons must have discernible text): button: ${all}`,
      expect.stringMatching(/^color-contrast .*: #dark: (?:dark, 1280 px; )?dark, 390 px$/),
      expect.stringMatching(/^color-contrast .*: #narrow: (?:light, 390 px; )?dark, 390 px$/),
      `heading-order (Heading levels should only increase by one): h3: ${all}`,
    ]);
  });
});

describeBrowser('the keyboard', () => {
  test('reaches everything on a page without fault, in its order', async () => {
    const content = `<a href="#x">One</a> <button type="button">Two</button>
      <details><summary>Three</summary><a href="#y">Four</a></details>
      <form><label><input type="radio" name="r" checked> Five</label> <label><input type="radio" name="r"> Six</label></form>`;
    let stops: readonly string[] = [];
    expect(await visit(whole(content), async (page) => (stops = await byKeyboard(page)))).toEqual([]);
    expect(stops).toEqual(['<a> One', '<button> Two', '<summary> Three', '<a> Four', '<input name=r>']);
  });

  test('leaves an editor that keeps Tab for itself as its description says: with Escape first', async () => {
    const content = `<p id="help">To leave it, press Escape, then Tab.</p>
      <label>Text <textarea name="t" aria-describedby="help"></textarea></label> <a href="#x">Behind</a>
      <script>
        let isFree = false;
        document.querySelector('textarea').addEventListener('keydown', (event) => {
          if (event.key === 'Tab' && !isFree) event.preventDefault();
          if (event.key !== 'Shift') isFree = event.key === 'Escape';
        });
      </script>`;
    expect(await visit(whole(content), byKeyboard)).toEqual([]);
    const other = content.replace("isFree = event.key === 'Escape'", 'isFree = false');
    expect(await visit(whole(other), byKeyboard)).toContain('Tab doesn’t leave <textarea name=t>');
  });

  test('tells of all that somebody without a mouse would miss', async () => {
    const content = `<style>
        #unseen { outline: none } #faint:focus { outline: 2px solid #eee }
        #out { position: fixed; left: -500px } #over { position: fixed; inset: auto 0 0 0; height: 50%; background: #fff }
        #under { margin-top: 700px }
      </style>
      <a href="#x" tabindex="-1">Passed over</a> <span role="link">Nowhere</span> <p id="p">Click</p>
      <script>document.getElementById("p").addEventListener("click", () => {})</script>
      <button type="button" id="unseen">One</button> <button type="button" id="faint">Two</button>
      <button type="button" id="out">Three</button>
      <details><summary>Fold</summary><a href="#x" tabindex="-1">Folded</a></details>
      <a href="#x" tabindex="3">Late</a><a href="#x" tabindex="2">Later</a><a href="#x" tabindex="1">Latest</a>
      <button type="button" id="under">Four</button><div id="over">Over</div>`;
    expect(withoutPicture(await visit(whole(content), byKeyboard))).toEqual([
      'only a mouse can use <p id="p">Click</p>',
      '<a> Latest: <div#over> Over lies over it',
      '<a> Later: <div#over> Over lies over it',
      '<a> Late: <div#over> Over lies over it',
      '<button#unseen> One: nobody sees that it has the focus',
      '<button#faint> Two: the ring around it has a contrast of 1.2',
      '<button#out> Three: it is outside of the screen',
      '<button#under> Four: <div#over> Over lies over it',
      'Tab doesn’t reach <a> Passed over',
      'Tab doesn’t reach <span> Nowhere',
      'Tab doesn’t reach <a> Folded',
      'Tab doesn’t go in the order of the page',
    ]);
  });

  test.each([
    [
      'a trap',
      '<label>Text <textarea name="t" onkeydown="if (event.key === \'Tab\') event.preventDefault()"></textarea></label><a href="#x">Behind</a>',
      'Tab doesn’t leave <textarea name=t>',
    ],
    [
      'a way back that ends',
      '<a href="#x">One</a> <button type="button" onkeydown="if (event.shiftKey) event.preventDefault()">Two</button>',
      'Shift+Tab doesn’t leave <button> Two',
    ],
  ])('tells of %s', async (_, content, problem) => {
    expect(await visit(whole(content), byKeyboard)).toContain(problem);
  });
});
