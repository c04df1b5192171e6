/** The page around it: where one is, who one is, how far the story is; beside it, Baton. */
import { batonMark, html, named, shortened, visible, type Content, type Html } from '../../pages/index.ts';
import { repository } from '../github.ts';
import { story } from '../story.ts';
import { told } from './markdown.ts';
import { aloud, panel, shortly } from './panel.ts';
import { jobOf, people } from './people.ts';
import { form, isFree, person, stateOf, type View } from './view.ts';

export type Files = { readonly style: string; readonly script: string; readonly icon: string };

export function frame(view: View, files: Files, title: string, content: Content): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${shortened(visible(title), 120)} · ${repository} · Baton’s sandbox</title>
<link rel="stylesheet" href="${files.style}">
<link rel="icon" href="${files.icon}" type="image/svg+xml">
<script type="module" src="${files.script}"></script>
</head>
<body data-count="${view.count}"${wasRefused(view) && html` data-refused`}>
<a class="skip" href="#content">Skip to the content</a>
<p class="sr" role="status" id="aloud">${aloud(view)}</p>
<header class="bar">
<p class="brand"><a href="/">${batonMark} Baton’s sandbox</a> <span class="quiet">a made-up GitHub on your machine</span></p>
<div id="you">${whoYouAre(view)}</div>
</header>
<section id="story" class="story" aria-label="The story">${storyStrip(view)}</section>
<nav id="items" class="items" aria-label="Issues and pull requests of ${repository}">${items(view)}</nav>
<section class="short" id="short" aria-label="Whose turn it is"><a href="#baton">Baton</a>: ${shortly(view)}</section>
<div class="columns">
<main id="content" tabindex="-1">
${content}
</main>
<aside id="baton" aria-labelledby="baton-title"><h2 id="baton-title">${batonMark} Baton</h2>
<div id="baton-says">${panel(view)}</div>
</aside>
</div>
</body>
</html>
`.toString();
}

const wasRefused = ({ past: [latest] }: View): boolean => latest !== undefined && latest.refused !== null;

function whoYouAre(view: View): Html {
  if (!isFree(view)) return html`<p>You are watching.</p>`;
  return form(
    view,
    { id: 'be', to: '/you' },
    html`<fieldset><legend>You are</legend>${people.map(
      ({ login, job }) =>
        html`<button id="be-${login}" name="login" value="${login}" aria-pressed="${login === view.you ? 'true' : 'false'}">${login} <small>${job}</small></button>`,
    )}</fieldset>`,
  );
}

function items({ github, item, ...view }: View): Html {
  const all = [...github.find.repository(repository).items.values()];
  return html`<ul>
${all.map(
  (
    each,
  ) => html`<li><a href="/${each.number}"${each === item && html` aria-current="page"`}><span class="state ${stateOf(each).name}"></span>#${each.number} ${named(each.title, 40)} <span class="sr">${stateOf(each).word}</span></a></li>
`,
)}${view.played === null && html`<li><a href="/new">New issue</a></li>`}</ul>`;
}

function storyStrip(view: View): Html {
  const { played } = view;
  const again = form(
    view,
    { id: 'again', to: '/again', class: 'inline' },
    html`<button id="again-do">Start again</button>`,
  );
  if (played === null)
    return html`<div><p><b>Now it’s yours.</b> Switch to anybody, and do what you like: comment, add a label, edit the spec, merge. Baton reacts as it does on GitHub.</p></div>
<div class="row">${again}</div>`;
  const step = story[played];
  const skip = form(
    view,
    { id: 'skip', to: '/skip', class: 'inline' },
    html`<button id="skip-do">${step === undefined ? 'Now try it yourself' : 'Skip the story'}</button>`,
  );
  return html`<div>${lastStep(view, played)}</div>
<div class="row">${
    step !== undefined &&
    form(
      view,
      { id: 'next', to: '/next', class: 'inline' },
      html`<button id="next-do" class="main">Next: ${step.who} ${told(step.tells)}</button>`,
    )
  }${skip}${played > 0 && again}</div>`;
}

function lastStep({ past: [latest] }: View, played: number): Html {
  const done = story[played - 1];
  if (done === undefined || latest === undefined)
    return html`<p><b>A story in ${story.length} steps.</b> ${person('maria')} is a ${jobOf('maria')}, ${person('anton')} and ${person('ben')} are engineers, ${person('otto')} can push but has no role. Press the button, and watch what Baton does.</p>`;
  return html`<h2>${played} of ${story.length}: ${done.title}</h2>
<p>${done.shows}</p>
<ul class="expected">${latest.expected.map(
    ({ what, holds }) =>
      html`<li class="${holds ? 'holds' : 'fails'}">${holds ? '✓' : '✗ Not so:'} ${what}</li>`,
  )}</ul>`;
}
