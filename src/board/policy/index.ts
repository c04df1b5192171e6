/** A policy on a page: its picture, and where each part of it comes from. */
export { pictureOf } from './picture.ts';
