// Written by `npm run generate`; not to be edited.

import type { TRPCBuiltRouter, TRPCDecorateCreateRouterOptions, TRPCMutationProcedure, TRPCQueryProcedure, TRPC_ERROR_CODE_NUMBER } from "@trpc/server";
import type { ErrorCode, Fault } from "../errors.ts";
export type ErrorShape = {
    message: string;
    code: TRPC_ERROR_CODE_NUMBER;
    data: {
        code: ErrorCode;
        httpStatus: number;
        path: string | null;
        requestId: string | null;
        errors: readonly Fault[] | null;
        retryAfterSeconds: number | null;
    };
};
export type AppRouter = TRPCBuiltRouter<{
    ctx: object;
    meta: object;
    errorShape: ErrorShape;
    transformer: false;
}, TRPCDecorateCreateRouterOptions<{
    scripts: TRPCBuiltRouter<{
        ctx: object;
        meta: object;
        errorShape: ErrorShape;
        transformer: false;
    }, TRPCDecorateCreateRouterOptions<{
        deploy: TRPCMutationProcedure<{
            input: {
                workspace: string;
                path: string;
                content: string;
                timeout_seconds?: number | undefined;
                max_attempts?: number | undefined;
                concurrency?: {
                    limit: number;
                    key?: string | undefined;
                } | undefined;
                error_status?: number | undefined;
                validate_args?: boolean | undefined;
                cancel_on_disconnect?: boolean | undefined;
                network?: boolean | undefined;
                memory_mib?: number | undefined;
                fresh?: boolean | undefined;
                language?: "typescript" | "javascript" | "python" | "deno" | "bun" | "nativets" | "python3" | undefined;
                summary?: string | undefined;
                description?: string | undefined;
            };
            output: {
                path: string;
                hash: string;
                schema: Record<string, unknown>;
                result_schema: Record<string, unknown>;
                warnings: string[];
            };
            meta: object;
            errorShape: ErrorShape;
        }>;
        getByPath: TRPCQueryProcedure<{
            input: {
                workspace: string;
                path: string;
            };
            output: {
                path: string;
                hash: string;
                language: "typescript" | "javascript" | "python";
                content: string;
                summary: string;
                description: string;
                settings: {
                    timeout_seconds?: number | undefined;
                    max_attempts?: number | undefined;
                    concurrency?: {
                        limit: number;
                        key?: string | undefined;
                    } | undefined;
                    error_status?: number | undefined;
                    validate_args?: boolean | undefined;
                    cancel_on_disconnect?: boolean | undefined;
                    network?: boolean | undefined;
                    memory_mib?: number | undefined;
                    fresh?: boolean | undefined;
                };
                schema: Record<string, unknown>;
                result_schema: Record<string, unknown>;
                has_preprocessor: boolean;
                is_latest: boolean;
                archived: boolean;
                created_by: string;
                created_at: string;
            };
            meta: object;
            errorShape: ErrorShape;
        }>;
        getByHash: TRPCQueryProcedure<{
            input: {
                workspace: string;
                hash: string;
            };
            output: {
                path: string;
                hash: string;
                language: "typescript" | "javascript" | "python";
                content: string;
                summary: string;
                description: string;
                settings: {
                    timeout_seconds?: number | undefined;
                    max_attempts?: number | undefined;
                    concurrency?: {
                        limit: number;
                        key?: string | undefined;
                    } | undefined;
                    error_status?: number | undefined;
                    validate_args?: boolean | undefined;
                    cancel_on_disconnect?: boolean | undefined;
                    network?: boolean | undefined;
                    memory_mib?: number | undefined;
                    fresh?: boolean | undefined;
                };
                schema: Record<string, unknown>;
                result_schema: Record<string, unknown>;
                has_preprocessor: boolean;
                is_latest: boolean;
                archived: boolean;
                created_by: string;
                created_at: string;
            };
            meta: object;
            errorShape: ErrorShape;
        }>;
        list: TRPCQueryProcedure<{
            input: {
                workspace: string;
                limit?: number | undefined;
                cursor?: string | undefined;
                path_prefix?: string | undefined;
                created_by?: string | undefined;
                archived?: boolean | undefined;
            };
            output: {
                items: {
                    path: string;
                    hash: string;
                    language: "typescript" | "javascript" | "python";
                    summary: string;
                    archived: boolean;
                    created_by: string;
                    created_at: string;
                }[];
                next_cursor: string | null;
            };
            meta: object;
            errorShape: ErrorShape;
        }>;
        history: TRPCQueryProcedure<{
            input: {
                workspace: string;
                path: string;
                limit?: number | undefined;
                cursor?: string | undefined;
            };
            output: {
                items: {
                    path: string;
                    hash: string;
                    language: "typescript" | "javascript" | "python";
                    summary: string;
                    archived: boolean;
                    created_by: string;
                    created_at: string;
                }[];
                next_cursor: string | null;
            };
            meta: object;
            errorShape: ErrorShape;
        }>;
        archive: TRPCMutationProcedure<{
            input: {
                workspace: string;
                path: string;
            };
            output: {
                path: string;
                archived: true;
            };
            meta: object;
            errorShape: ErrorShape;
        }>;
    }>>;
    jobs: TRPCBuiltRouter<{
        ctx: object;
        meta: object;
        errorShape: ErrorShape;
        transformer: false;
    }, TRPCDecorateCreateRouterOptions<{
        runByPath: TRPCMutationProcedure<{
            input: {
                workspace: string;
                path: string;
                scheduled_for?: string | undefined;
                scheduled_in_secs?: number | undefined;
                args?: Record<string, unknown> | undefined;
                idempotency_key?: string | undefined;
                tag?: string | undefined;
                priority?: number | undefined;
                timeout?: number | undefined;
                job_id?: string | undefined;
            };
            output: {
                id: string;
            };
            meta: object;
            errorShape: ErrorShape;
        }>;
        runByHash: TRPCMutationProcedure<{
            input: {
                workspace: string;
                hash: string;
                scheduled_for?: string | undefined;
                scheduled_in_secs?: number | undefined;
                args?: Record<string, unknown> | undefined;
                idempotency_key?: string | undefined;
                tag?: string | undefined;
                priority?: number | undefined;
                timeout?: number | undefined;
                job_id?: string | undefined;
            };
            output: {
                id: string;
            };
            meta: object;
            errorShape: ErrorShape;
        }>;
        runByPathAndWait: TRPCMutationProcedure<{
            input: {
                workspace: string;
                path: string;
                wait?: number | undefined;
                args?: Record<string, unknown> | undefined;
                idempotency_key?: string | undefined;
                tag?: string | undefined;
                priority?: number | undefined;
                timeout?: number | undefined;
                job_id?: string | undefined;
            };
            output: {
                id: string;
                status: "success" | "queued" | "running" | "failure" | "canceled";
                result?: unknown;
            };
            meta: object;
            errorShape: ErrorShape;
        }>;
        runByHashAndWait: TRPCMutationProcedure<{
            input: {
                workspace: string;
                hash: string;
                wait?: number | undefined;
                args?: Record<string, unknown> | undefined;
                idempotency_key?: string | undefined;
                tag?: string | undefined;
                priority?: number | undefined;
                timeout?: number | undefined;
                job_id?: string | undefined;
            };
            output: {
                id: string;
                status: "success" | "queued" | "running" | "failure" | "canceled";
                result?: unknown;
            };
            meta: object;
            errorShape: ErrorShape;
        }>;
        get: TRPCQueryProcedure<{
            input: {
                workspace: string;
                id: string;
            };
            output: {
                waiting: {
                    reason: "scheduled";
                    until: string;
                } | {
                    reason: "no-worker";
                    tag: string;
                } | {
                    ahead: number;
                    more: boolean;
                    reason: "limit-reached";
                    limit: number;
                    key: string | null;
                } | {
                    ahead: number;
                    more: boolean;
                    reason: "behind-others";
                } | null;
                args: Record<string, unknown>;
                progress: number | null;
                logs_tail: string;
                cancel: {
                    by: string;
                    reason: string | null;
                    at: string;
                } | null;
                id: string;
                kind: "script";
                status: "success" | "queued" | "running" | "failure" | "canceled";
                path: string;
                hash: string;
                created_by: string;
                trigger: "webhook" | "trpc";
                token_prefix: string | null;
                label: string | null;
                parent: string | null;
                tag: string;
                priority: number;
                scheduled_for: string | null;
                created_at: string;
                started_at: string | null;
                completed_at: string | null;
                duration_ms: number | null;
                attempt: number;
                worker: string | null;
                result?: unknown;
            };
            meta: object;
            errorShape: ErrorShape;
        }>;
        result: TRPCQueryProcedure<{
            input: {
                workspace: string;
                id: string;
                wait?: number | undefined;
            };
            output: {
                id: string;
                status: "success" | "queued" | "running" | "failure" | "canceled";
                result?: unknown;
            };
            meta: object;
            errorShape: ErrorShape;
        }>;
        list: TRPCQueryProcedure<{
            input: {
                workspace: string;
                limit?: number | undefined;
                cursor?: string | undefined;
                path?: string | undefined;
                hash?: string | undefined;
                status?: "success" | "queued" | "running" | "failure" | "canceled" | undefined;
                kind?: "script" | undefined;
                trigger?: "webhook" | "trpc" | undefined;
                label?: string | undefined;
                parent?: string | undefined;
                created_by?: string | undefined;
                created_after?: string | undefined;
                created_before?: string | undefined;
            };
            output: {
                items: {
                    id: string;
                    kind: "script";
                    status: "success" | "queued" | "running" | "failure" | "canceled";
                    path: string;
                    hash: string;
                    created_by: string;
                    trigger: "webhook" | "trpc";
                    token_prefix: string | null;
                    label: string | null;
                    parent: string | null;
                    tag: string;
                    priority: number;
                    scheduled_for: string | null;
                    created_at: string;
                    started_at: string | null;
                    completed_at: string | null;
                    duration_ms: number | null;
                    attempt: number;
                    worker: string | null;
                }[];
                next_cursor: string | null;
            };
            meta: object;
            errorShape: ErrorShape;
        }>;
        cancel: TRPCMutationProcedure<{
            input: {
                workspace: string;
                id: string;
                reason?: string | undefined;
            };
            output: {
                id: string;
                status: "success" | "queued" | "running" | "failure" | "canceled";
            };
            meta: object;
            errorShape: ErrorShape;
        }>;
        setProgress: TRPCMutationProcedure<{
            input: {
                percent: number;
                workspace: string;
                id: string;
            };
            output: {
                id: string;
                percent: number;
            };
            meta: object;
            errorShape: ErrorShape;
        }>;
        logs: TRPCQueryProcedure<{
            input: {
                workspace: string;
                id: string;
            };
            output: {
                id: string;
                logs: string;
            };
            meta: object;
            errorShape: ErrorShape;
        }>;
    }>>;
    variables: TRPCBuiltRouter<{
        ctx: object;
        meta: object;
        errorShape: ErrorShape;
        transformer: false;
    }, TRPCDecorateCreateRouterOptions<{
        create: TRPCMutationProcedure<{
            input: {
                workspace: string;
                path: string;
                value: string;
                is_secret?: boolean | undefined;
                description?: string | undefined;
            };
            output: {
                value: string | null;
                path: string;
                is_secret: boolean;
                description: string;
                created_by: string;
                created_at: string;
                updated_at: string;
            };
            meta: object;
            errorShape: ErrorShape;
        }>;
        get: TRPCQueryProcedure<{
            input: {
                workspace: string;
                path: string;
            };
            output: {
                value: string | null;
                path: string;
                is_secret: boolean;
                description: string;
                created_by: string;
                created_at: string;
                updated_at: string;
            };
            meta: object;
            errorShape: ErrorShape;
        }>;
        value: TRPCQueryProcedure<{
            input: {
                workspace: string;
                path: string;
            };
            output: {
                path: string;
                value: string;
            };
            meta: object;
            errorShape: ErrorShape;
        }>;
        list: TRPCQueryProcedure<{
            input: {
                workspace: string;
                limit?: number | undefined;
                cursor?: string | undefined;
                path_prefix?: string | undefined;
            };
            output: {
                items: {
                    path: string;
                    is_secret: boolean;
                    description: string;
                    created_by: string;
                    created_at: string;
                    updated_at: string;
                }[];
                next_cursor: string | null;
            };
            meta: object;
            errorShape: ErrorShape;
        }>;
        update: TRPCMutationProcedure<{
            input: {
                workspace: string;
                path: string;
                value?: string | undefined;
                is_secret?: boolean | undefined;
                description?: string | undefined;
            };
            output: {
                value: string | null;
                path: string;
                is_secret: boolean;
                description: string;
                created_by: string;
                created_at: string;
                updated_at: string;
            };
            meta: object;
            errorShape: ErrorShape;
        }>;
        delete: TRPCMutationProcedure<{
            input: {
                workspace: string;
                path: string;
            };
            output: {
                path: string;
                deleted: true;
            };
            meta: object;
            errorShape: ErrorShape;
        }>;
    }>>;
    resources: TRPCBuiltRouter<{
        ctx: object;
        meta: object;
        errorShape: ErrorShape;
        transformer: false;
    }, TRPCDecorateCreateRouterOptions<{
        create: TRPCMutationProcedure<{
            input: {
                workspace: string;
                path: string;
                value: unknown;
                resource_type: string;
                description?: string | undefined;
            };
            output: {
                value: unknown;
                path: string;
                resource_type: string;
                description: string;
                created_by: string;
                created_at: string;
                updated_at: string;
            };
            meta: object;
            errorShape: ErrorShape;
        }>;
        get: TRPCQueryProcedure<{
            input: {
                workspace: string;
                path: string;
            };
            output: {
                value: unknown;
                path: string;
                resource_type: string;
                description: string;
                created_by: string;
                created_at: string;
                updated_at: string;
            };
            meta: object;
            errorShape: ErrorShape;
        }>;
        value: TRPCQueryProcedure<{
            input: {
                workspace: string;
                path: string;
            };
            output: {
                path: string;
                resource_type: string;
                value: unknown;
            };
            meta: object;
            errorShape: ErrorShape;
        }>;
        list: TRPCQueryProcedure<{
            input: {
                workspace: string;
                limit?: number | undefined;
                cursor?: string | undefined;
                path_prefix?: string | undefined;
                resource_type?: string | undefined;
            };
            output: {
                items: {
                    path: string;
                    resource_type: string;
                    description: string;
                    created_by: string;
                    created_at: string;
                    updated_at: string;
                }[];
                next_cursor: string | null;
            };
            meta: object;
            errorShape: ErrorShape;
        }>;
        update: TRPCMutationProcedure<{
            input: {
                workspace: string;
                path: string;
                value?: unknown;
                resource_type?: string | undefined;
                description?: string | undefined;
            };
            output: {
                value: unknown;
                path: string;
                resource_type: string;
                description: string;
                created_by: string;
                created_at: string;
                updated_at: string;
            };
            meta: object;
            errorShape: ErrorShape;
        }>;
        delete: TRPCMutationProcedure<{
            input: {
                workspace: string;
                path: string;
            };
            output: {
                path: string;
                deleted: true;
            };
            meta: object;
            errorShape: ErrorShape;
        }>;
    }>>;
    state: TRPCBuiltRouter<{
        ctx: object;
        meta: object;
        errorShape: ErrorShape;
        transformer: false;
    }, TRPCDecorateCreateRouterOptions<{
        get: TRPCQueryProcedure<{
            input: {
                workspace: string;
                path: string;
            };
            output: {
                path: string;
                value: unknown;
            };
            meta: object;
            errorShape: ErrorShape;
        }>;
        set: TRPCMutationProcedure<{
            input: {
                value: unknown;
                workspace: string;
                path: string;
            };
            output: {
                path: string;
                value: unknown;
            };
            meta: object;
            errorShape: ErrorShape;
        }>;
    }>>;
    tokens: TRPCBuiltRouter<{
        ctx: object;
        meta: object;
        errorShape: ErrorShape;
        transformer: false;
    }, TRPCDecorateCreateRouterOptions<{
        create: TRPCMutationProcedure<{
            input: {
                workspace: string;
                label?: string | undefined;
                expires_at?: string | undefined;
                scopes?: string[] | null | undefined;
                owner?: string | undefined;
            };
            output: {
                token: string;
                id: string;
                prefix: string;
                owner: string;
                label: string | null;
                scopes: string[] | null;
                expires_at: string | null;
                created_at: string;
                last_used_at: string | null;
            };
            meta: object;
            errorShape: ErrorShape;
        }>;
        list: TRPCQueryProcedure<{
            input: {
                workspace: string;
                limit?: number | undefined;
                cursor?: string | undefined;
            };
            output: {
                items: {
                    id: string;
                    prefix: string;
                    owner: string;
                    label: string | null;
                    scopes: string[] | null;
                    expires_at: string | null;
                    created_at: string;
                    last_used_at: string | null;
                }[];
                next_cursor: string | null;
            };
            meta: object;
            errorShape: ErrorShape;
        }>;
        revoke: TRPCMutationProcedure<{
            input: {
                workspace: string;
                id: string;
            };
            output: {
                id: string;
                revoked: true;
            };
            meta: object;
            errorShape: ErrorShape;
        }>;
    }>>;
    users: TRPCBuiltRouter<{
        ctx: object;
        meta: object;
        errorShape: ErrorShape;
        transformer: false;
    }, TRPCDecorateCreateRouterOptions<{
        whoami: TRPCQueryProcedure<{
            input: {
                workspace: string;
            };
            output: {
                username: string;
                workspace: string;
                role: "operator" | "developer" | "admin";
                scopes: string[] | null;
            };
            meta: object;
            errorShape: ErrorShape;
        }>;
        create: TRPCMutationProcedure<{
            input: {
                workspace: string;
                username: string;
                role?: "operator" | "developer" | "admin" | undefined;
            };
            output: {
                username: string;
                role: "operator" | "developer" | "admin";
                created_at: string;
            };
            meta: object;
            errorShape: ErrorShape;
        }>;
        list: TRPCQueryProcedure<{
            input: {
                workspace: string;
                limit?: number | undefined;
                cursor?: string | undefined;
            };
            output: {
                items: {
                    username: string;
                    role: "operator" | "developer" | "admin";
                    created_at: string;
                }[];
                next_cursor: string | null;
            };
            meta: object;
            errorShape: ErrorShape;
        }>;
    }>>;
    workspaces: TRPCBuiltRouter<{
        ctx: object;
        meta: object;
        errorShape: ErrorShape;
        transformer: false;
    }, TRPCDecorateCreateRouterOptions<{
        create: TRPCMutationProcedure<{
            input: {
                id: string;
                name?: string | undefined;
            };
            output: {
                token: string;
                id: string;
                name: string;
                created_at: string;
            };
            meta: object;
            errorShape: ErrorShape;
        }>;
        get: TRPCQueryProcedure<{
            input: {
                workspace: string;
            };
            output: {
                id: string;
                name: string;
                created_at: string;
            };
            meta: object;
            errorShape: ErrorShape;
        }>;
    }>>;
    limits: TRPCBuiltRouter<{
        ctx: object;
        meta: object;
        errorShape: ErrorShape;
        transformer: false;
    }, TRPCDecorateCreateRouterOptions<{
        list: TRPCQueryProcedure<{
            input: Record<string, never>;
            output: {
                items: {
                    name: string;
                    value: number;
                    unit: "bytes" | "MiB" | "seconds" | "days" | "characters" | "levels" | "count";
                    description: string;
                    setting: string | null;
                }[];
            };
            meta: object;
            errorShape: ErrorShape;
        }>;
    }>>;
    workers: TRPCBuiltRouter<{
        ctx: object;
        meta: object;
        errorShape: ErrorShape;
        transformer: false;
    }, TRPCDecorateCreateRouterOptions<{
        list: TRPCQueryProcedure<{
            input: {
                limit?: number | undefined;
                cursor?: string | undefined;
            };
            output: {
                items: {
                    id: string;
                    name: string;
                    kind: "worker" | "server" | "agent";
                    version: string;
                    tags: string[];
                    workspace: string | null;
                    slots: number;
                    running: number;
                    started_at: string;
                    last_seen_at: string;
                }[];
                next_cursor: string | null;
            };
            meta: object;
            errorShape: ErrorShape;
        }>;
    }>>;
    agentTokens: TRPCBuiltRouter<{
        ctx: object;
        meta: object;
        errorShape: ErrorShape;
        transformer: false;
    }, TRPCDecorateCreateRouterOptions<{
        create: TRPCMutationProcedure<{
            input: {
                tags: string[];
                workspace?: string | undefined;
                label?: string | undefined;
                expires_at?: string | undefined;
            };
            output: {
                token: string;
                id: string;
                prefix: string;
                tags: string[];
                workspace: string | null;
                label: string | null;
                expires_at: string | null;
                created_by: string;
                created_at: string;
                last_used_at: string | null;
            };
            meta: object;
            errorShape: ErrorShape;
        }>;
        list: TRPCQueryProcedure<{
            input: {
                limit?: number | undefined;
                cursor?: string | undefined;
            };
            output: {
                items: {
                    id: string;
                    prefix: string;
                    tags: string[];
                    workspace: string | null;
                    label: string | null;
                    expires_at: string | null;
                    created_by: string;
                    created_at: string;
                    last_used_at: string | null;
                }[];
                next_cursor: string | null;
            };
            meta: object;
            errorShape: ErrorShape;
        }>;
        revoke: TRPCMutationProcedure<{
            input: {
                id: string;
            };
            output: {
                id: string;
                revoked: true;
            };
            meta: object;
            errorShape: ErrorShape;
        }>;
    }>>;
}>>;
