export type PageArgs = {
    readonly first?: number | null;
    readonly last?: number | null;
    readonly after?: string | null;
    readonly before?: string | null;
};
/** Throws where a query asks for no page, or for one that is too large. `name` is the connection's field. */
export declare function checkPage(args: PageArgs, name: string): void;
export declare function connection<T>(nodes: readonly T[], args: PageArgs, name: string, more?: Readonly<Record<string, unknown>>): {
    totalCount: number;
    filteredCount: number;
    pageCount: number;
    nodes: T[];
    edges: {
        node: T;
        cursor: string;
    }[];
    pageInfo: {
        hasNextPage: boolean;
        hasPreviousPage: boolean;
        startCursor: string | null;
        endCursor: string | null;
    };
};
/** The edge of something that was just added at the end. */
export declare function edgeOf<T>(node: T, index: number): {
    node: T;
    cursor: string;
};
