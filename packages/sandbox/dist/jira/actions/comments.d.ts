import type { Comment, Issue, RichText, Site, User } from '../model/index.ts';
export declare function addComment(site: Site, by: User | null, issue: Issue, body: RichText): Comment;
export declare function editComment(site: Site, by: User | null, issue: Issue, comment: Comment, body: RichText): void;
export declare function deleteComment(site: Site, by: User | null, issue: Issue, comment: Comment): void;
