/** The lines of a block of HTML as a browser shows them: the tags break lines, and the ends of lines do not. */
import { isPortion, newPace, type Pace, type Portions } from '../../portions.ts';
import { endOfComment, endOfTag, nameOfTag, type Leaf } from '../markdown/index.ts';
import { end, fresh, say, tag, type Reading } from './said-lines.ts';

/** Where a command may begin. */
const slash = /^\s*[/\uFF0F]/;

/** What is written in HTML: the end of a line is a space there. */
function* words(reading: Reading, text: string, pace: Pace): Portions<void> {
  if (text === '') return;
  for (const [at, piece] of text.split('\n').entries()) {
    if (isPortion(pace)) yield;
    if (at > 0) {
      reading.isAtStart = true;
      reading.text += ' ';
    }
    if (piece.trim() === '') {
      say(reading, piece);
      continue;
    }
    if (reading.isAtStart && !reading.isBlank && reading.isSaid && slash.test(piece)) {
      // Whoever wrote it sees a line of its own, and everybody else does not.
      if (slash.test(reading.text)) reading.doubt ??= 'joined';
      end(reading, null);
      reading.doubt = 'joined';
    }
    reading.isAtStart = false;
    say(reading, piece);
  }
}

export function* htmlBlock(reading: Reading, { lines, to }: Leaf): Portions<void> {
  reading.isHtml = true;
  reading.isAtStart = true;
  yield* htmlLines(reading, lines.join('\n'), to);
  end(reading, null);
  reading.isHtml = false;
}

function* htmlLines(reading: Reading, html: string, below: number): Portions<void> {
  const pace = newPace();
  fresh(reading, null);
  let from = 0;
  for (let at = html.indexOf('<'); at >= 0; at = html.indexOf('<', at)) {
    if (isPortion(pace)) yield;
    const next = html[at + (html[at + 1] === '/' ? 2 : 1)] ?? '';
    if (html.startsWith('<!--', at)) {
      yield* words(reading, html.slice(from, at), pace);
      const ended = endOfComment(html, at);
      if (ended === null) {
        end(reading, null);
        // The next one may end what this one began.
        const next = reading.source.indexOf('<!--', below);
        if (next >= 0 && reading.source.includes('-->', next)) reading.isOdd = true;
        else reading.isHidden = true;
        return;
      }
      if (!ended.isPlain) reading.isOdd = true;
      from = ended.at;
    } else if (/[a-z]/i.test(next)) {
      yield* words(reading, html.slice(from, at), pace);
      const to = endOfTag(html, at);
      if (to < 0) {
        end(reading, null);
        reading.isOdd = true;
        return;
      }
      const whole = html.slice(at, to);
      tag(reading, whole, nameOfTag(html, at));
      from = to;
    } else if (/[!?/]/.test(html[at + 1] ?? '')) {
      yield* words(reading, html.slice(from, at), pace);
      const to = html.indexOf('>', at);
      if (to < 0 || html.startsWith('<![CDATA[', at)) {
        end(reading, null);
        reading.isOdd = true;
        return;
      }
      from = to + 1;
    } else {
      at += 1;
      continue;
    }
    at = from;
  }
  yield* words(reading, html.slice(from), pace);
}
