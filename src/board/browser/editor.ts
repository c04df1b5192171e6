/** The editor of the playground, in place of the plain field: it marks problems, and knows what can stand where. */
import {
  autocompletion,
  closeBrackets,
  completionKeymap,
  type CompletionResult,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import {
  bracketMatching,
  defaultHighlightStyle,
  HighlightStyle,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from '@codemirror/language';
import { lintGutter, lintKeymap, setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { EditorState, Prec } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';

import { optionsAt, type Schema } from './completion.ts';

type Problem = {
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly hint: string | null;
};

const form = document.querySelector<HTMLFormElement>('form.playground');
const area = document.querySelector<HTMLTextAreaElement>('#text');

/** Colours of the page, which follow the reader's choice of light and dark. */
const colours = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--s0)', fontWeight: '600' },
  { tag: [tags.string, tags.content], color: 'var(--ink)' },
  { tag: [tags.comment, tags.lineComment], color: 'var(--quiet)' },
  { tag: [tags.bool, tags.number, tags.keyword], color: 'var(--s1)' },
  { tag: [tags.punctuation, tags.separator, tags.squareBracket, tags.brace], color: 'var(--quiet)' },
]);

const look = EditorView.theme({
  '&': { color: 'var(--ink)', backgroundColor: 'var(--ground)', fontSize: '14px', height: '32rem' },
  '.cm-scroller': {
    fontFamily: 'ui-monospace, SFMono-Regular, Menlo, "DejaVu Sans Mono", monospace',
    lineHeight: '1.5',
  },
  '.cm-content': { caretColor: 'var(--ink)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '&.cm-focused': { outline: '2px solid var(--link)' },
  '.cm-gutters': {
    backgroundColor: 'var(--raised)',
    color: 'var(--quiet)',
    borderRight: '1px solid var(--line)',
  },
  '.cm-activeLine': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-activeLine': { backgroundColor: 'var(--raised)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--grid)',
  },
  '.cm-tooltip': {
    backgroundColor: 'var(--raised)',
    color: 'var(--ink)',
    border: '1px solid var(--line)',
    borderRadius: '6px',
  },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--link)', color: 'var(--ground)' },
  '.cm-completionInfo': { maxWidth: '22rem', padding: '.4rem .6rem' },
  // Its pictures are addresses with data in them, which the page's policy does not let through.
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--alarm)',
    textUnderlineOffset: '3px',
  },
  '.cm-lint-marker-error': { content: '"●"', color: 'var(--alarm)', textAlign: 'center' },
  '.cm-diagnostic': { padding: '.3rem .6rem' },
});

async function start(plain: HTMLTextAreaElement, around: HTMLFormElement): Promise<void> {
  const answer = await fetch(around.dataset['schema'] ?? '');
  const schema = (await answer.json()) as Schema;
  const view = new EditorView({
    state: EditorState.create({
      doc: plain.value,
      extensions: [
        EditorView.cspNonce.of(around.dataset['nonce'] ?? ''),
        lineNumbers(),
        history(),
        drawSelection(),
        indentOnInput(),
        indentUnit.of('  '),
        bracketMatching(),
        closeBrackets(),
        highlightActiveLine(),
        lintGutter(),
        yaml(),
        syntaxHighlighting(colours),
        syntaxHighlighting(defaultHighlightStyle, { fallback: true }),
        look,
        autocompletion({
          override: [
            ({ state, pos, explicit }): CompletionResult | null => {
              const whole = state.doc.toString();
              const found = optionsAt(whole.slice(0, pos), whole, schema);
              if (found === null || (found.begun === 0 && !explicit)) return null;
              return {
                from: pos - found.begun,
                options: found.options.map(({ label, apply, kind, info }) => ({
                  label,
                  apply,
                  type: kind === 'key' ? 'property' : 'constant',
                  ...(info === '' ? {} : { info }),
                })),
                validFor: /^[\w'@/.:-]*$/,
              };
            },
          ],
        }),
        // Where typing replaces lines, browsers style the new text inline, which the page's policy does not let through.
        EditorView.domEventHandlers({
          beforeinput(event, editor) {
            const { data, inputType } = event;
            const isReplacing = !editor.state.selection.main.empty && !editor.composing;
            if (inputType !== 'insertText' || data === null || !isReplacing) return false;
            event.preventDefault();
            editor.dispatch(editor.state.replaceSelection(data), {
              userEvent: 'input.type',
              scrollIntoView: true,
            });
            return true;
          },
        }),
        // Tab indents; in the seconds after Escape it leaves, whatever else Escape closes.
        Prec.highest(
          keymap.of([
            {
              key: 'Escape',
              run: (editor) => {
                editor.setTabFocusMode(4000);
                return false;
              },
            },
          ]),
        ),
        keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap, ...lintKeymap, indentWithTab]),
        EditorView.contentAttributes.of({
          tabindex: '0',
          'aria-label': 'The policy as YAML',
          'aria-describedby': 'editor-help',
        }),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged) return;
          plain.value = update.state.doc.toString();
          plain.dispatchEvent(new Event('input'));
        }),
      ],
    }),
  });
  const place = document.createElement('div');
  place.className = 'editor';
  place.append(view.dom);
  plain.after(place);
  plain.hidden = true;
  plain.addEventListener('taken', () => {
    if (plain.value !== view.state.doc.toString())
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: plain.value } });
  });
  around.addEventListener('checked', (event) => {
    const problems = (event as CustomEvent<readonly Problem[]>).detail;
    view.dispatch(
      setDiagnostics(
        view.state,
        problems.map((problem) => marked(problem, view.state)),
      ),
    );
  });
}

/** From where a problem is to the end of the word there. */
function marked({ line, column, message, hint }: Problem, { doc }: EditorState): Diagnostic {
  const at = doc.line(Math.min(Math.max(1, line), doc.lines));
  const from = Math.min(at.from + column - 1, at.to);
  const word = /^[\w@./-]+/.exec(doc.sliceString(from, at.to))?.[0].length ?? 1;
  return {
    from,
    to: Math.min(at.to, from + word),
    severity: 'error',
    message: hint === null ? message : `${message} ${hint}`,
  };
}

if (form !== null && area !== null) void start(area, form);
