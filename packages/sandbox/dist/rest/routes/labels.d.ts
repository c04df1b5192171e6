/** Labels, of repositories and on items ("REST API endpoints for labels"). */
import { z } from 'zod';
import { type Routes } from '../call.ts';
/** Names of labels, as strings or as objects with a name. */
export declare const labelNames: z.ZodArray<z.ZodUnion<readonly [z.ZodString, z.ZodPipe<z.ZodObject<{
    name: z.ZodString;
}, z.core.$strip>, z.ZodTransform<string, {
    name: string;
}>>]>>;
export declare const labelRoutes: Routes;
