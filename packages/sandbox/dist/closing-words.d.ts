/** Which issues a text names, and which it says it closes ("Linking a pull request to an issue" in GitHub's docs). */
export type Reference = {
    /** `owner/name`; null: the repository that the text stands in. */
    readonly repository: string | null;
    readonly number: number;
    readonly closes: boolean;
};
/** Code and comments do not speak in a Markdown text. */
export declare function withoutCode(markdown: string): string;
/** Every reference to an issue or pull request, first naming first; one that closes anywhere, closes. */
export declare function referencesIn(text: string): Reference[];
