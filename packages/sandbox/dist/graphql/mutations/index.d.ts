import type { AnyFields } from '../context.ts';
export declare const mutations: AnyFields;
