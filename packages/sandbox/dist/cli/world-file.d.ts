import { z } from 'zod';
declare const worldFile: z.ZodObject<{
    github: z.ZodObject<{
        release: z.ZodOptional<z.ZodEnum<{
            "GHES 3.16": "GHES 3.16";
            "GHES 3.19": "GHES 3.19";
            "github.com": "github.com";
            "github.com, later": "github.com, later";
        }>>;
        people: z.ZodDefault<z.ZodArray<z.ZodString>>;
        organizations: z.ZodDefault<z.ZodRecord<z.ZodString, z.ZodObject<{
            'base-role': z.ZodOptional<z.ZodEnum<{
                admin: "admin";
                none: "none";
                read: "read";
                write: "write";
            }>>;
            admins: z.ZodDefault<z.ZodArray<z.ZodString>>;
            members: z.ZodDefault<z.ZodArray<z.ZodString>>;
            teams: z.ZodDefault<z.ZodRecord<z.ZodString, z.ZodDefault<z.ZodArray<z.ZodString>>>>;
        }, z.core.$strict>>>;
        repositories: z.ZodDefault<z.ZodRecord<z.ZodString, z.ZodObject<{
            private: z.ZodOptional<z.ZodBoolean>;
            collaborators: z.ZodDefault<z.ZodRecord<z.ZodString, z.ZodEnum<{
                admin: "admin";
                maintain: "maintain";
                read: "read";
                triage: "triage";
                write: "write";
            }>>>;
            files: z.ZodDefault<z.ZodRecord<z.ZodString, z.ZodString>>;
            'required-checks': z.ZodDefault<z.ZodArray<z.ZodObject<{
                name: z.ZodString;
                app: z.ZodOptional<z.ZodString>;
            }, z.core.$strict>>>;
        }, z.core.$strict>>>;
        apps: z.ZodDefault<z.ZodRecord<z.ZodString, z.ZodObject<{
            permissions: z.ZodDefault<z.ZodRecord<z.ZodString, z.ZodEnum<{
                admin: "admin";
                read: "read";
                write: "write";
            }>>>;
            events: z.ZodDefault<z.ZodArray<z.ZodString>>;
            webhook: z.ZodDefault<z.ZodObject<{
                url: z.ZodOptional<z.ZodURL>;
                secret: z.ZodOptional<z.ZodString>;
            }, z.core.$strict>>;
            'installed-on': z.ZodDefault<z.ZodArray<z.ZodString>>;
        }, z.core.$strict>>>;
    }, z.core.$strict>;
    jira: z.ZodOptional<z.ZodObject<{
        flavour: z.ZodOptional<z.ZodEnum<{
            cloud: "cloud";
            "data-center": "data-center";
        }>>;
        people: z.ZodDefault<z.ZodArray<z.ZodString>>;
        groups: z.ZodDefault<z.ZodRecord<z.ZodString, z.ZodDefault<z.ZodArray<z.ZodString>>>>;
        projects: z.ZodDefault<z.ZodRecord<z.ZodString, z.ZodObject<{
            roles: z.ZodDefault<z.ZodRecord<z.ZodString, z.ZodObject<{
                users: z.ZodDefault<z.ZodArray<z.ZodString>>;
                groups: z.ZodDefault<z.ZodArray<z.ZodString>>;
            }, z.core.$strict>>>;
        }, z.core.$strict>>>;
        webhook: z.ZodOptional<z.ZodObject<{
            url: z.ZodURL;
            secret: z.ZodOptional<z.ZodString>;
        }, z.core.$strict>>;
    }, z.core.$strict>>;
}, z.core.$strict>;
export type WorldFile = z.infer<typeof worldFile>;
/**
 * Reads a world's file.
 * @param path null: the one that comes with the package
 * @throws Wrong where it cannot be read, or does not say what such a file says
 */
export declare function readWorldFile(path: string | null): WorldFile;
export {};
