/** Runs in the page: what there is to use on it, where the focus is, and whether one sees it there. */
import type { Stop, Tour } from '../tour.ts';

const roles =
  'button checkbox combobox gridcell link menuitem option radio searchbox slider spinbutton switch tab textbox treeitem';
const usable = [
  'a[href], area[href], button, input:not([type=hidden]), select, textarea, iframe, summary',
  'audio[controls], video[controls], [contenteditable]:not([contenteditable=false])',
  '[tabindex]:not([tabindex^="-"]), [draggable=true], [onclick]',
  ...roles.split(' ').map((role) => `[role=${role}]`),
].join();

/** Tab goes to one of what is in these, and arrow keys to the others. */
const composite = ['grid', 'listbox', 'menu', 'menubar', 'radiogroup', 'tablist', 'toolbar', 'tree']
  .map((role) => `[role=${role}]`)
  .join();

/** What changes on something that has the focus. */
const signs =
  'outline-style outline-width outline-color box-shadow background-color color border-color border-width ' +
  'text-decoration-line text-decoration-thickness stroke stroke-width fill';

/** Begins a tour. Nothing has the focus. */
export function begin(): Tour {
  let elements = findUsable();
  let looks = elements.map(looksOf);

  function here(): Stop | null {
    const element = document.activeElement;
    if (element === null || element === document.body || element === document.documentElement) return null;
    settle();
    const index = elements.indexOf(element);
    const lacks = [placeProblem(element), index === -1 ? null : focusProblem(element, looks[index] ?? [])];
    return {
      index: index === -1 ? null : index,
      name: nameOf(element),
      isLeftByEscape: /\bEscape\b/.test(descriptionOf(element)),
      lacks: lacks.filter((each) => each !== null),
    };
  }

  return {
    count: () => elements.length,
    here,
    missed(reached) {
      const groups = new Set(reached.map((index) => groupOf(elements[index] ?? document.body)));
      return elements
        .filter((element, index) => !reached.includes(index) && !groups.has(groupOf(element)))
        .map(nameOf);
    },
    unfold() {
      const folded = [...document.querySelectorAll('details:not([open])')].filter(isShown);
      for (const each of folded) each.setAttribute('open', '');
      elements = findUsable();
      looks = elements.map(looksOf);
      return folded.length;
    },
  };
}

const findUsable = (): Element[] =>
  [...document.querySelectorAll(usable)].filter(
    (element) =>
      isShown(element) &&
      !element.matches(':disabled, [aria-disabled=true], [inert] *') &&
      // What is cut to nothing is for programs alone: no mouse finds it.
      !(element.matches('[tabindex^="-"]') && getComputedStyle(element).clipPath === 'inset(50%)') &&
      // What says of itself that only the program puts the focus there, and that nobody can click on.
      !(element.matches('[tabindex^="-"]') && !element.matches('a, button, input, select, textarea, [role]')),
  );

const isShown = (element: Element): boolean => element.checkVisibility({ visibilityProperty: true });

/** What stands for an element: itself, its group of radio buttons, or the widget that it is a part of. */
function groupOf(element: Element): unknown {
  const widget = element.closest(composite);
  if (widget !== null) return widget;
  if (element instanceof HTMLInputElement && element.type === 'radio')
    return `${element.form?.action ?? ''} ${element.name}`;
  return element;
}

/** Movements come to their end; what never ends is taken away. */
function settle(): void {
  for (const each of document.getAnimations()) {
    if (each.effect?.getComputedTiming().endTime === Infinity) each.cancel();
    else each.finish();
  }
}

/** An element, and what may show in its place that it has the focus. */
function shownBy(element: Element): readonly Element[] {
  const labels = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : [];
  const { parentElement } = element;
  const beside = [
    parentElement,
    parentElement?.parentElement ?? null,
    element.nextElementSibling,
    ...labels,
    ...element.children,
  ];
  return [element, ...beside.filter((each) => each !== null)];
}

const looksOf = (element: Element): readonly string[] =>
  shownBy(element).map((each) => {
    const style = getComputedStyle(each);
    return signs
      .split(' ')
      .map((sign) => style.getPropertyValue(sign))
      .join('|');
  });

function focusProblem(element: Element, before: readonly string[]): string | null {
  const now = looksOf(element);
  if (now.every((look, index) => look === before[index])) return 'nobody sees that it has the focus';
  const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element);
  // The browser's own ring has two colours, of which one always differs.
  if (outlineStyle === 'auto' || outlineStyle === 'none' || Number.parseFloat(outlineWidth) === 0)
    return null;
  const contrast = contrastOf(colourOf(outlineColor), groundOf(element.parentElement ?? element));
  return contrast < 3 ? `the ring around it has a contrast of ${contrast.toFixed(1)}` : null;
}

/** Where the focus is, the screen is; and nothing lies over it. */
function placeProblem(element: Element): string | null {
  const [box] = element.getClientRects();
  if (box === undefined || box.width === 0 || box.height === 0) return 'it takes no room';
  const x = box.left + Math.min(box.width, 40) / 2;
  const y = box.top + Math.min(box.height, 40) / 2;
  const isOutside = x < 0 || y < 0 || x > innerWidth || y > innerHeight;
  if (isOutside) return 'it is outside of the screen';
  const top = document.elementFromPoint(x, y);
  const floating = top === null ? null : floatingOver(top);
  return floating !== null && !floating.contains(element) ? `${nameOf(floating)} lies over it` : null;
}

function floatingOver(element: Element): Element | null {
  for (let each: Element | null = element; each !== null; each = each.parentElement)
    if (['fixed', 'sticky'].includes(getComputedStyle(each).position)) return each;
  return null;
}

type Colour = readonly [red: number, green: number, blue: number, alpha: number];

function colourOf(written: string): Colour {
  const canvas = document.createElement('canvas');
  canvas.width = 1;
  canvas.height = 1;
  const brush = canvas.getContext('2d');
  if (brush === null) throw new Error('This browser draws nothing.');
  brush.fillStyle = written;
  brush.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 0] = brush.getImageData(0, 0, 1, 1).data;
  return [red, green, blue, alpha];
}

/** The first colour behind an element. */
function groundOf(element: Element): Colour {
  for (let each: Element | null = element; each !== null; each = each.parentElement) {
    const colour = colourOf(getComputedStyle(each).backgroundColor);
    if (colour[3] > 127) return colour;
  }
  return colourOf('Canvas');
}

function contrastOf(one: Colour, other: Colour): number {
  const [darker = 0, brighter = 0] = [brightness(one), brightness(other)].toSorted((a, b) => a - b);
  return (brighter + 0.05) / (darker + 0.05);
}

function brightness([red, green, blue]: Colour): number {
  const [r = 0, g = 0, b = 0] = [red, green, blue].map((each) => {
    const part = each / 255;
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

const descriptionOf = (element: Element): string =>
  (element.getAttribute('aria-describedby') ?? '')
    .split(/\s+/)
    .map((id) => document.getElementById(id)?.textContent ?? '')
    .join(' ');

function nameOf(element: Element): string {
  const words = (element.getAttribute('aria-label') ?? element.textContent).replaceAll(/\s+/g, ' ').trim();
  const id = element.id === '' ? '' : `#${element.id}`;
  const name = element.getAttribute('name');
  return `<${element.localName}${id}${name === null ? '' : ` name=${name}`}> ${words.slice(0, 60)}`.trim();
}
