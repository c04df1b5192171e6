/** What all pages of the board share: the frame, the visitor, headers and files. */
export { addAssets, readAssets } from './assets.ts';
export { type } from './style.ts';
export { assetFile, fileNames, iconText } from './asset-files.ts';
export { icon, iconNames, type IconName } from './icons.ts';
export { askerOf, createLimit, TooMuch } from './limits.ts';
export { instant, since, type PageClock } from './time.ts';
export { show, showNothing, type BoardPage } from './show.ts';
export type { Here, Site } from './here.ts';
export { about, createSite, signedOutNow, signInFirst } from './site.ts';
export {
  CannotTell,
  SessionOver,
  seenAs,
  type Person,
  type SeenRepository,
  type Sight,
  type Visitor,
  type Withheld,
} from './visitor.ts';
