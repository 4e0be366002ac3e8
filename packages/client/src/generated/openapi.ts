// Written by `npm run generate`; not to be edited.

export interface paths {
    "/api/w/{workspace}/scripts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List scripts
         * @description By path, ascending. Only those that the caller may see.
         */
        get: operations["scripts.list"];
        put?: never;
        /**
         * Deploy a script
         * @description Stores a new immutable version under the path and infers the JSON Schemas of its arguments and result. From now on the path runs this version; older ones stay callable by their hash. Deploying exactly what is there already changes nothing.
         */
        post: operations["scripts.deploy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/w/{workspace}/scripts/p/{path}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the newest version of a script */
        get: operations["scripts.getByPath"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/w/{workspace}/scripts/h/{hash}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get one version of a script */
        get: operations["scripts.getByHash"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/w/{workspace}/scripts/history/{path}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the versions of a script
         * @description Newest first.
         */
        get: operations["scripts.history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/w/{workspace}/scripts/archive/{path}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Archive a script
         * @description The path stops to run; its versions stay callable by hash. Deploying to the path again brings it back.
         */
        post: operations["scripts.archive"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/w/{workspace}/jobs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a job */
        get: operations["jobs.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/w/{workspace}/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List jobs
         * @description Newest first.
         */
        get: operations["jobs.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/w/{workspace}/jobs/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a job
         * @description A waiting job ends at once, a running one when its process is gone, within a second. A job that ended stays as it is.
         */
        post: operations["jobs.cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/w/{workspace}/jobs/{id}/progress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say how far a job is
         * @description Only with the token of that very job.
         */
        post: operations["jobs.setProgress"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/w/{workspace}/variables": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List variables
         * @description By path, ascending, without values. Only those that the caller may see.
         */
        get: operations["variables.list"];
        put?: never;
        /**
         * Make a variable
         * @description A secret's value is never given back but by `variables/value`.
         */
        post: operations["variables.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/w/{workspace}/variables/p/{path}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a variable
         * @description Without its value if it is a secret.
         */
        get: operations["variables.get"];
        put?: never;
        post?: never;
        /** Delete a variable */
        delete: operations["variables.delete"];
        options?: never;
        head?: never;
        /**
         * Change a variable
         * @description A secret becomes a plain variable only together with a new value.
         */
        patch: operations["variables.update"];
        trace?: never;
    };
    "/api/w/{workspace}/variables/value/{path}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the value of a variable
         * @description Of a secret only for tokens that cover `secrets:read`. When a job asks with its own token, the secret is from then on masked in its logs, its stream and its result.
         */
        get: operations["variables.value"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/w/{workspace}/resources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List resources
         * @description By path, ascending, without values. Only those that the caller may see.
         */
        get: operations["resources.list"];
        put?: never;
        /** Make a resource */
        post: operations["resources.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/w/{workspace}/resources/p/{path}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a resource */
        get: operations["resources.get"];
        put?: never;
        post?: never;
        /** Delete a resource */
        delete: operations["resources.delete"];
        options?: never;
        head?: never;
        /** Change a resource */
        patch: operations["resources.update"];
        trace?: never;
    };
    "/api/w/{workspace}/resources/value/{path}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the value of a resource
         * @description With what its references stand for; if secrets are among that, only for tokens that cover `secrets:read`.
         */
        get: operations["resources.value"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/w/{workspace}/state/{path}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get what a script remembers */
        get: operations["state.get"];
        /**
         * Set what a script remembers
         * @description The last one that is set is kept. By custom the path is the script's own.
         */
        put: operations["state.set"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/w/{workspace}/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the caller's tokens
         * @description Newest first. Revoked ones are gone.
         */
        get: operations["tokens.list"];
        put?: never;
        /**
         * Make a token
         * @description The answer is the only place that ever shows the token. A token never makes one that may do more than itself.
         */
        post: operations["tokens.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/w/{workspace}/tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke a token
         * @description It is refused from now on, on every server.
         */
        delete: operations["tokens.revoke"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/w/{workspace}/users/whoami": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Say whose token this is */
        get: operations["users.whoami"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/w/{workspace}/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the workspace's users
         * @description By name, ascending.
         */
        get: operations["users.list"];
        put?: never;
        /**
         * Add a user to the workspace
         * @description For administrators. A user without a token can do nothing yet.
         */
        post: operations["users.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workspaces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a workspace
         * @description For the instance's administrators. Tokens belong to one workspace, so the answer carries one for the new workspace.
         */
        post: operations["workspaces.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/w/{workspace}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the workspace */
        get: operations["workspaces.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/limits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List every limit of the instance
         * @description For any token but those of single scripts.
         */
        get: operations["limits.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the live workers
         * @description For the instance's administrators. The newest first.
         */
        get: operations["workers.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/agent_tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the tokens for agents
         * @description For the instance's administrators. Newest first; revoked ones are gone.
         */
        get: operations["agentTokens.list"];
        put?: never;
        /**
         * Make a token for agents
         * @description For the instance's administrators. The answer is the only place that ever shows the token, and only the routes of agents take it.
         */
        post: operations["agentTokens.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/agent_tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke a token for agents
         * @description For the instance's administrators. Its agents are refused from now on, and what they run is given to others.
         */
        delete: operations["agentTokens.revoke"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/w/{workspace}/jobs/run/p/{path}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run the newest version of a script
         * @description Answers as soon as the job is committed.
         */
        post: operations["jobs.runByPath"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/w/{workspace}/jobs/run/h/{hash}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run one version of a script
         * @description Answers as soon as the job is committed.
         */
        post: operations["jobs.runByHash"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/w/{workspace}/jobs/run_wait_result/p/{path}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Run the newest version of a script with arguments from the URL and wait for the result */
        get: operations["jobs.runByPathAndWaitWithPayload"];
        put?: never;
        /** Run the newest version of a script and wait for the result */
        post: operations["jobs.runByPathAndWait"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/w/{workspace}/jobs/run_wait_result/h/{hash}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Run one version of a script with arguments from the URL and wait for the result */
        get: operations["jobs.runByHashAndWaitWithPayload"];
        put?: never;
        /** Run one version of a script and wait for the result */
        post: operations["jobs.runByHashAndWait"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/w/{workspace}/jobs/run_wait_result/{path}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Run the newest version of a script by its short address with arguments from the URL and wait for the result */
        get: operations["jobs.runByShortPathAndWaitWithPayload"];
        put?: never;
        /** Run the newest version of a script by its short address and wait for the result */
        post: operations["jobs.runByShortPathAndWait"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/w/{workspace}/jobs/run_and_stream/p/{path}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Run the newest version of a script with arguments from the URL and stream its events
         * @description What the job logs and what `main` yields comes while it runs. With `Last-Event-ID` no job is started: the one of that event is gone on with.
         */
        get: operations["jobs.runByPathAndStreamWithPayload"];
        put?: never;
        /**
         * Run the newest version of a script and stream its events
         * @description What the job logs and what `main` yields comes while it runs. With `Last-Event-ID` no job is started: the one of that event is gone on with.
         */
        post: operations["jobs.runByPathAndStream"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/w/{workspace}/jobs/run_and_stream/h/{hash}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Run one version of a script with arguments from the URL and stream its events
         * @description What the job logs and what `main` yields comes while it runs. With `Last-Event-ID` no job is started: the one of that event is gone on with.
         */
        get: operations["jobs.runByHashAndStreamWithPayload"];
        put?: never;
        /**
         * Run one version of a script and stream its events
         * @description What the job logs and what `main` yields comes while it runs. With `Last-Event-ID` no job is started: the one of that event is gone on with.
         */
        post: operations["jobs.runByHashAndStream"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/w/{workspace}/jobs/run_and_stream/{path}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Run the newest version of a script by its short address with arguments from the URL and stream its events
         * @description What the job logs and what `main` yields comes while it runs. With `Last-Event-ID` no job is started: the one of that event is gone on with.
         */
        get: operations["jobs.runByShortPathAndStreamWithPayload"];
        put?: never;
        /**
         * Run the newest version of a script by its short address and stream its events
         * @description What the job logs and what `main` yields comes while it runs. With `Last-Event-ID` no job is started: the one of that event is gone on with.
         */
        post: operations["jobs.runByShortPathAndStream"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/w/{workspace}/jobs/{id}/result": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a job's result
         * @description Shaped like the answer of a call that waited for it.
         */
        get: operations["jobs.result"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/w/{workspace}/jobs/{id}/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a job's logs */
        get: operations["jobs.logs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/w/{workspace}/jobs/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Stream a job's events
         * @description From the first one on, of a job that waits, runs or has ended.
         */
        get: operations["jobs.events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/livez": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Say whether the process answers */
        get: operations["instance.livez"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Say whether requests may be sent here */
        get: operations["instance.readyz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get this document */
        get: operations["instance.document"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        DeployedScript: {
            /**
             * @description Path of a script or flow: `u/<user>/<name>` or `f/<folder>/<name>`
             * @example u/admin/hello
             */
            path: string;
            /** @description Hash of a script version, 16 hex digits */
            hash: string;
            /** @description JSON Schema of the arguments */
            schema: components["schemas"]["JsonSchema"];
            /** @description JSON Schema of what `main` returns */
            result_schema: components["schemas"]["JsonSchema"];
            /** @description What could not be known of the signature */
            warnings: string[];
        };
        /** @description JSON Schema 2020-12 */
        JsonSchema: {
            [key: string]: unknown;
        };
        ScriptPage: {
            items: components["schemas"]["ScriptSummary"][];
            next_cursor: string | null;
        };
        ScriptSummary: {
            path: string;
            hash: string;
            /** @enum {string} */
            language: "typescript" | "javascript" | "python";
            summary: string;
            archived: boolean;
            created_by: string;
            /**
             * Format: date-time
             * @description Time, RFC 3339
             */
            created_at: string;
        };
        Script: {
            path: string;
            hash: string;
            /** @enum {string} */
            language: "typescript" | "javascript" | "python";
            content: string;
            summary: string;
            description: string;
            settings: {
                /** @description A run is ended after this many seconds; the instance's default unless given */
                timeout_seconds?: number;
                /** @description How often a run is started at most when its worker dies; 3 unless given */
                max_attempts?: number;
                /** @description Bounds how many jobs of the script, all versions together, run at once */
                concurrency?: {
                    /** @description Most jobs that run at once */
                    limit: number;
                    /** @description Counts apart what differs in it; a text with arguments, as `$args.customer` or `$args.order.region`; one count for the script unless given */
                    key?: string;
                };
                /** @description HTTP status of a sync answer when the script throws; 200 unless given */
                error_status?: number;
                /** @description Refuse arguments that do not fit the inferred schema, before a job exists */
                validate_args?: boolean;
                /** @description Cancel the job when the caller of a sync run hangs up */
                cancel_on_disconnect?: boolean;
                /** @description Whether the script reaches what the instance lets scripts reach; true unless given */
                network?: boolean;
                /** @description Most memory that its values take, MiB, up to the instance's limit; its default unless given */
                memory_mib?: number;
                /** @description Run each job in a new process, so that nothing is left of the one before */
                fresh?: boolean;
            };
            schema: components["schemas"]["JsonSchema"];
            result_schema: components["schemas"]["JsonSchema"];
            /** @description Whether webhooks give the whole request to its `preprocessor` */
            has_preprocessor: boolean;
            /** @description Whether the path runs this version */
            is_latest: boolean;
            /** @description Whether the path was archived */
            archived: boolean;
            created_by: string;
            /**
             * Format: date-time
             * @description Time, RFC 3339
             */
            created_at: string;
        };
        Job: {
            /** Format: uuid */
            id: string;
            /**
             * @description What was run
             * @enum {string}
             */
            kind: "script";
            /** @enum {string} */
            status: "queued" | "running" | "success" | "failure" | "canceled";
            path: string;
            hash: string;
            /** @description User whose token started it; it runs with this user's rights */
            created_by: string;
            /**
             * @description How it was started
             * @enum {string}
             */
            trigger: "webhook" | "trpc";
            /** @description Visible start of the token that started it */
            token_prefix: string | null;
            /** @description Label of that token, as it was then */
            label: string | null;
            /** @description The job whose own token started it */
            parent: string | null;
            /** @description Which workers may run it */
            tag: string;
            /** @description Higher ones start earlier */
            priority: number;
            /** @description It was not to start before this time */
            scheduled_for: string | null;
            /**
             * Format: date-time
             * @description Time, RFC 3339
             */
            created_at: string;
            started_at: string | null;
            completed_at: string | null;
            /** @description From start to end of the last attempt */
            duration_ms: number | null;
            /** @description How often it was started; 0 while it waits for the first time */
            attempt: number;
            /** @description Name of the worker that ran it last */
            worker: string | null;
            /** @description Why it is not running yet; null unless it is queued */
            waiting: components["schemas"]["JobWaiting"] | null;
            args: {
                [key: string]: unknown;
            };
            /** @description What `main` returned; for a failure `{error}`; absent until the job ended */
            result?: unknown;
            /** @description How far it is, percent, if it said so; null unless it runs */
            progress: number | null;
            /** @description The last 4 KiB of the logs */
            logs_tail: string;
            /** @description Who asked to cancel it */
            cancel: {
                by: string;
                reason: string | null;
                /**
                 * Format: date-time
                 * @description Time, RFC 3339
                 */
                at: string;
            } | null;
        };
        JobWaiting: {
            /** @constant */
            reason: "scheduled";
            /**
             * Format: date-time
             * @description Time, RFC 3339
             */
            until: string;
        } | {
            /** @constant */
            reason: "no-worker";
            /** @description No worker serves it */
            tag: string;
        } | {
            /** @constant */
            reason: "limit-reached";
            /** @description How many may run at once */
            limit: number;
            /** @description What is counted apart; null: all jobs of the script */
            key: string | null;
            /** @description How many others start before it; counted up to 1,000 */
            ahead: number;
            /** @description Whether there may be even more */
            more: boolean;
        } | {
            /** @constant */
            reason: "behind-others";
            /** @description How many others start before it; counted up to 1,000 */
            ahead: number;
            /** @description Whether there may be even more */
            more: boolean;
        };
        JobPage: {
            items: components["schemas"]["JobSummary"][];
            next_cursor: string | null;
        };
        JobSummary: {
            /** Format: uuid */
            id: string;
            /**
             * @description What was run
             * @enum {string}
             */
            kind: "script";
            /** @enum {string} */
            status: "queued" | "running" | "success" | "failure" | "canceled";
            path: string;
            hash: string;
            /** @description User whose token started it; it runs with this user's rights */
            created_by: string;
            /**
             * @description How it was started
             * @enum {string}
             */
            trigger: "webhook" | "trpc";
            /** @description Visible start of the token that started it */
            token_prefix: string | null;
            /** @description Label of that token, as it was then */
            label: string | null;
            /** @description The job whose own token started it */
            parent: string | null;
            /** @description Which workers may run it */
            tag: string;
            /** @description Higher ones start earlier */
            priority: number;
            /** @description It was not to start before this time */
            scheduled_for: string | null;
            /**
             * Format: date-time
             * @description Time, RFC 3339
             */
            created_at: string;
            started_at: string | null;
            completed_at: string | null;
            /** @description From start to end of the last attempt */
            duration_ms: number | null;
            /** @description How often it was started; 0 while it waits for the first time */
            attempt: number;
            /** @description Name of the worker that ran it last */
            worker: string | null;
        };
        CanceledJob: {
            /** Format: uuid */
            id: string;
            /**
             * @description `canceled` when it waited; `running` until its process has ended
             * @enum {string}
             */
            status: "queued" | "running" | "success" | "failure" | "canceled";
        };
        JobProgress: {
            /** Format: uuid */
            id: string;
            percent: number;
        };
        Variable: {
            path: string;
            /** @description Stored encrypted, told only to who may read secrets, masked in what jobs put out */
            is_secret: boolean;
            description: string;
            created_by: string;
            /**
             * Format: date-time
             * @description Time, RFC 3339
             */
            created_at: string;
            /**
             * Format: date-time
             * @description Time, RFC 3339
             */
            updated_at: string;
            /** @description Null for a secret: ask for its value alone */
            value: string | null;
        };
        VariablePage: {
            items: components["schemas"]["VariableSummary"][];
            next_cursor: string | null;
        };
        VariableSummary: {
            path: string;
            /** @description Stored encrypted, told only to who may read secrets, masked in what jobs put out */
            is_secret: boolean;
            description: string;
            created_by: string;
            /**
             * Format: date-time
             * @description Time, RFC 3339
             */
            created_at: string;
            /**
             * Format: date-time
             * @description Time, RFC 3339
             */
            updated_at: string;
        };
        VariableValue: {
            path: string;
            value: string;
        };
        Resource: {
            path: string;
            resource_type: string;
            description: string;
            created_by: string;
            /**
             * Format: date-time
             * @description Time, RFC 3339
             */
            created_at: string;
            /**
             * Format: date-time
             * @description Time, RFC 3339
             */
            updated_at: string;
            /** @description As it was stored, with references */
            value: unknown;
        };
        ResourcePage: {
            items: components["schemas"]["ResourceSummary"][];
            next_cursor: string | null;
        };
        ResourceSummary: {
            path: string;
            resource_type: string;
            description: string;
            created_by: string;
            /**
             * Format: date-time
             * @description Time, RFC 3339
             */
            created_at: string;
            /**
             * Format: date-time
             * @description Time, RFC 3339
             */
            updated_at: string;
        };
        ResourceValue: {
            path: string;
            resource_type: string;
            value: unknown;
        };
        State: {
            path: string;
            /** @description Null: there is none */
            value: unknown;
        };
        CreatedToken: {
            /** Format: uuid */
            id: string;
            /** @description The visible start of the token */
            prefix: string;
            owner: string;
            label: string | null;
            scopes: string[] | null;
            expires_at: string | null;
            /**
             * Format: date-time
             * @description Time, RFC 3339
             */
            created_at: string;
            /** @description To the minute */
            last_used_at: string | null;
            /** @description The token itself; shown only here */
            token: string;
        };
        TokenPage: {
            items: components["schemas"]["Token"][];
            next_cursor: string | null;
        };
        Token: {
            /** Format: uuid */
            id: string;
            /** @description The visible start of the token */
            prefix: string;
            owner: string;
            label: string | null;
            scopes: string[] | null;
            expires_at: string | null;
            /**
             * Format: date-time
             * @description Time, RFC 3339
             */
            created_at: string;
            /** @description To the minute */
            last_used_at: string | null;
        };
        Whoami: {
            username: string;
            workspace: string;
            /**
             * @description `operator` runs, `developer` also deploys, `admin` also manages
             * @enum {string}
             */
            role: "operator" | "developer" | "admin";
            /** @description Of the token used; null: all */
            scopes: string[] | null;
        };
        User: {
            username: string;
            /**
             * @description `operator` runs, `developer` also deploys, `admin` also manages
             * @enum {string}
             */
            role: "operator" | "developer" | "admin";
            /**
             * Format: date-time
             * @description Time, RFC 3339
             */
            created_at: string;
        };
        UserPage: {
            items: components["schemas"]["User"][];
            next_cursor: string | null;
        };
        CreatedWorkspace: {
            id: string;
            name: string;
            /**
             * Format: date-time
             * @description Time, RFC 3339
             */
            created_at: string;
            /** @description The caller's first token in it; shown only here */
            token: string;
        };
        Workspace: {
            id: string;
            name: string;
            /**
             * Format: date-time
             * @description Time, RFC 3339
             */
            created_at: string;
        };
        Limits: {
            items: components["schemas"]["Limit"][];
        };
        Limit: {
            name: string;
            value: number;
            /** @enum {string} */
            unit: "bytes" | "MiB" | "seconds" | "days" | "characters" | "levels" | "count";
            description: string;
            /** @description Environment variable that sets it; null: fixed */
            setting: string | null;
        };
        WorkerPage: {
            items: components["schemas"]["Worker"][];
            next_cursor: string | null;
        };
        Worker: {
            /** Format: uuid */
            id: string;
            name: string;
            /**
             * @description `server`: inside one; `worker`: beside the database; `agent`: over HTTPS
             * @enum {string}
             */
            kind: "server" | "worker" | "agent";
            version: string;
            tags: string[];
            /** @description Null: it runs jobs of every workspace */
            workspace: string | null;
            /** @description Most jobs it runs at once */
            slots: number;
            /** @description Jobs it runs now */
            running: number;
            /**
             * Format: date-time
             * @description Time, RFC 3339
             */
            started_at: string;
            /**
             * Format: date-time
             * @description Time, RFC 3339
             */
            last_seen_at: string;
        };
        CreatedAgentToken: {
            /** Format: uuid */
            id: string;
            /** @description The visible start of the token */
            prefix: string;
            tags: string[];
            workspace: string | null;
            label: string | null;
            expires_at: string | null;
            created_by: string;
            /**
             * Format: date-time
             * @description Time, RFC 3339
             */
            created_at: string;
            /** @description When an agent last began to work with it */
            last_used_at: string | null;
            /** @description The token itself; shown only here */
            token: string;
        };
        AgentTokenPage: {
            items: components["schemas"]["AgentToken"][];
            next_cursor: string | null;
        };
        AgentToken: {
            /** Format: uuid */
            id: string;
            /** @description The visible start of the token */
            prefix: string;
            tags: string[];
            workspace: string | null;
            label: string | null;
            expires_at: string | null;
            created_by: string;
            /**
             * Format: date-time
             * @description Time, RFC 3339
             */
            created_at: string;
            /** @description When an agent last began to work with it */
            last_used_at: string | null;
        };
        StartedJob: {
            /** Format: uuid */
            id: string;
        };
        JobResult: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            status: "queued" | "running" | "success" | "failure" | "canceled";
            /** @description Absent until the job ended; a failure has `{error}` */
            result?: unknown;
        };
        Standing: {
            /** @enum {string} */
            status: "ok" | "unavailable";
        };
        Problem: {
            /** @description Address of the code's explanation */
            type: string;
            title: string;
            status: number;
            detail: string;
            /** @description Id of the request, as in `X-Request-Id` */
            instance: string;
            /** @description Stable word to branch on */
            code: string;
            errors?: {
                /** @description JSON Pointer */
                pointer: string;
                detail: string;
            }[];
        };
        JobEvent: {
            /** @description `<job>.<attempt>.<sequence>`; stable, and later ones are greater */
            id: string;
            /** @constant */
            event: "status";
            data: {
                /** @enum {string} */
                status: "queued" | "running";
                /** @description How often it was started; above 1, an earlier attempt was lost */
                attempt: number;
            };
        } | {
            /** @description `<job>.<attempt>.<sequence>`; stable, and later ones are greater */
            id: string;
            /** @constant */
            event: "log";
            data: {
                /** @description What was written since the log event before */
                text: string;
            };
        } | {
            /** @description `<job>.<attempt>.<sequence>`; stable, and later ones are greater */
            id: string;
            /** @constant */
            event: "chunk";
            /** @description An item that `main` yielded */
            data: unknown;
        } | {
            /** @description `<job>.<attempt>.<sequence>`; stable, and later ones are greater */
            id: string;
            /** @constant */
            event: "result";
            data: {
                /** Format: uuid */
                id: string;
                /** @enum {string} */
                status: "success" | "failure" | "canceled";
                /** @description What `main` returned or yielded; a failure has `{error}` */
                result: unknown;
            };
        } | {
            /** @description `<job>.<attempt>.<sequence>`; stable, and later ones are greater */
            id: string;
            /** @constant */
            event: "done";
            data: Record<string, never>;
        };
    };
    responses: {
        /** @description `conflict`: It conflicts with what is there */
        conflict: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "conflict";
                };
            };
        };
        /** @description `forbidden`: The token may not do this */
        forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "forbidden";
                };
            };
        };
        /** @description `idempotency-mismatch`: The key was used with another request */
        "idempotency-mismatch": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "idempotency-mismatch";
                };
            };
        };
        /** @description `internal`: Something went wrong on our side */
        internal: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "internal";
                };
            };
        };
        /**
         * @description `internal`: Something went wrong on our side
         *
         *     `invalid-status-code`: The script asked for an invalid status code
         *
         *     `invalid-content-type`: The script asked for an invalid content type
         *
         *     `invalid-header`: The script asked for an invalid header
         */
        "internal-or-invalid-status-code-or-invalid-content-type-or-invalid-header": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "internal" | "invalid-status-code" | "invalid-content-type" | "invalid-header";
                };
            };
        };
        /** @description `invalid-input`: The input is not valid */
        "invalid-input": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "invalid-input";
                };
            };
        };
        /**
         * @description `invalid-input`: The input is not valid
         *
         *     `invalid-body`: The request body cannot be read
         */
        "invalid-input-or-invalid-body": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "invalid-input" | "invalid-body";
                };
            };
        };
        /**
         * @description `invalid-input`: The input is not valid
         *
         *     `invalid-body`: The request body cannot be read
         *
         *     `invalid-script`: The script cannot be deployed
         */
        "invalid-input-or-invalid-body-or-invalid-script": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "invalid-input" | "invalid-body" | "invalid-script";
                };
            };
        };
        /**
         * @description `invalid-input`: The input is not valid
         *
         *     `invalid-payload`: The payload query value cannot be decoded
         */
        "invalid-input-or-invalid-payload": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "invalid-input" | "invalid-payload";
                };
            };
        };
        /** @description `not-found`: Not found */
        "not-found": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "not-found";
                };
            };
        };
        /** @description `queue-full`: Too many jobs are waiting */
        "queue-full": {
            headers: {
                /** @description Seconds after which trying again makes sense, where that is known */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "queue-full";
                };
            };
        };
        /** @description `too-large`: The request is too large */
        "too-large": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "too-large";
                };
            };
        };
        /** @description `unauthenticated`: A valid token is needed */
        unauthenticated: {
            headers: {
                /** @description `Bearer` */
                "WWW-Authenticate"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "unauthenticated";
                };
            };
        };
        /** @description `unavailable`: The service is not available now */
        unavailable: {
            headers: {
                /** @description Seconds after which trying again makes sense, where that is known */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "unavailable";
                };
            };
        };
        /** @description `unsupported-media-type`: The content type is not accepted */
        "unsupported-media-type": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "unsupported-media-type";
                };
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    "scripts.list": {
        parameters: {
            query?: {
                /** @description Only paths that start so */
                path_prefix?: string;
                /** @description Only scripts whose newest version this user deployed */
                created_by?: string;
                /** @description The archived ones instead of the others */
                archived?: boolean;
                /** @description Most entries to return */
                limit?: number;
                /** @description `next_cursor` of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description Name of the workspace */
                workspace: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScriptPage"];
                };
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    "scripts.deploy": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the workspace */
                workspace: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Path of a script or flow: `u/<user>/<name>` or `f/<folder>/<name>`
                     * @example u/admin/hello
                     */
                    path: string;
                    /**
                     * @description `typescript` (also `deno`, `bun`, `nativets`), `javascript` or `python` (also `python3`)
                     * @default typescript
                     * @enum {string}
                     */
                    language?: "typescript" | "javascript" | "python" | "deno" | "bun" | "nativets" | "python3";
                    /** @description The source; it has a function `main`; at most 1 MiB */
                    content: string;
                    /**
                     * @description One line for lists
                     * @default
                     */
                    summary?: string;
                    /**
                     * @description Markdown
                     * @default
                     */
                    description?: string;
                    /** @description A run is ended after this many seconds; the instance's default unless given */
                    timeout_seconds?: number;
                    /** @description How often a run is started at most when its worker dies; 3 unless given */
                    max_attempts?: number;
                    /** @description Bounds how many jobs of the script, all versions together, run at once */
                    concurrency?: {
                        /** @description Most jobs that run at once */
                        limit: number;
                        /** @description Counts apart what differs in it; a text with arguments, as `$args.customer` or `$args.order.region`; one count for the script unless given */
                        key?: string;
                    };
                    /** @description HTTP status of a sync answer when the script throws; 200 unless given */
                    error_status?: number;
                    /** @description Refuse arguments that do not fit the inferred schema, before a job exists */
                    validate_args?: boolean;
                    /** @description Cancel the job when the caller of a sync run hangs up */
                    cancel_on_disconnect?: boolean;
                    /** @description Whether the script reaches what the instance lets scripts reach; true unless given */
                    network?: boolean;
                    /** @description Most memory that its values take, MiB, up to the instance's limit; its default unless given */
                    memory_mib?: number;
                    /** @description Run each job in a new process, so that nothing is left of the one before */
                    fresh?: boolean;
                };
            };
        };
        responses: {
            /** @description The version, with its inferred signature */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeployedScript"];
                };
            };
            400: components["responses"]["invalid-input-or-invalid-body-or-invalid-script"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            409: components["responses"]["conflict"];
            413: components["responses"]["too-large"];
            415: components["responses"]["unsupported-media-type"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    "scripts.getByPath": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the workspace */
                workspace: string;
                /** @description Path of a script: `u/<user>/<name>` or `f/<folder>/<name>`, with its slashes as they are or as `%2F` */
                path: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Script"];
                };
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    "scripts.getByHash": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the workspace */
                workspace: string;
                /** @description Hash of a script version, 16 hex digits */
                hash: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Script"];
                };
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    "scripts.history": {
        parameters: {
            query?: {
                /** @description Most entries to return */
                limit?: number;
                /** @description `next_cursor` of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description Name of the workspace */
                workspace: string;
                /** @description Path of a script: `u/<user>/<name>` or `f/<folder>/<name>`, with its slashes as they are or as `%2F` */
                path: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScriptPage"];
                };
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    "scripts.archive": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the workspace */
                workspace: string;
                /** @description Path of a script: `u/<user>/<name>` or `f/<folder>/<name>`, with its slashes as they are or as `%2F` */
                path: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        path: string;
                        /** @constant */
                        archived: true;
                    };
                };
            };
            400: components["responses"]["invalid-input-or-invalid-body"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            413: components["responses"]["too-large"];
            415: components["responses"]["unsupported-media-type"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    "jobs.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the workspace */
                workspace: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    "jobs.list": {
        parameters: {
            query?: {
                /** @description Only jobs of this script */
                path?: string;
                /** @description Only jobs of this version */
                hash?: string;
                status?: "queued" | "running" | "success" | "failure" | "canceled";
                /** @description What was run */
                kind?: "script";
                /** @description How it was started */
                trigger?: "webhook" | "trpc";
                /** @description Only jobs started with a token of this label */
                label?: string;
                /** @description Only jobs that this one started */
                parent?: string;
                /** @description Name of a user */
                created_by?: string;
                /** @description Time, RFC 3339 */
                created_after?: string;
                /** @description Time, RFC 3339 */
                created_before?: string;
                /** @description Most entries to return */
                limit?: number;
                /** @description `next_cursor` of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description Name of the workspace */
                workspace: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobPage"];
                };
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    "jobs.cancel": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the workspace */
                workspace: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description Why; shown with the job */
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CanceledJob"];
                };
            };
            400: components["responses"]["invalid-input-or-invalid-body"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            413: components["responses"]["too-large"];
            415: components["responses"]["unsupported-media-type"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    "jobs.setProgress": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the workspace */
                workspace: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description How far it is */
                    percent: number;
                };
            };
        };
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobProgress"];
                };
            };
            400: components["responses"]["invalid-input-or-invalid-body"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            413: components["responses"]["too-large"];
            415: components["responses"]["unsupported-media-type"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    "variables.list": {
        parameters: {
            query?: {
                /** @description Only paths that start so */
                path_prefix?: string;
                /** @description Most entries to return */
                limit?: number;
                /** @description `next_cursor` of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description Name of the workspace */
                workspace: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VariablePage"];
                };
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    "variables.create": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the workspace */
                workspace: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Path of a script or flow: `u/<user>/<name>` or `f/<folder>/<name>`
                     * @example u/admin/hello
                     */
                    path: string;
                    value: string;
                    /**
                     * @description Stored encrypted, told only to who may read secrets, masked in what jobs put out
                     * @default false
                     */
                    is_secret?: boolean;
                    /** @default  */
                    description?: string;
                };
            };
        };
        responses: {
            /** @description Successful response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Variable"];
                };
            };
            400: components["responses"]["invalid-input-or-invalid-body"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            409: components["responses"]["conflict"];
            413: components["responses"]["too-large"];
            415: components["responses"]["unsupported-media-type"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    "variables.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the workspace */
                workspace: string;
                /** @description Path of a script: `u/<user>/<name>` or `f/<folder>/<name>`, with its slashes as they are or as `%2F` */
                path: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Variable"];
                };
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    "variables.delete": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the workspace */
                workspace: string;
                /** @description Path of a script: `u/<user>/<name>` or `f/<folder>/<name>`, with its slashes as they are or as `%2F` */
                path: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        path: string;
                        /** @constant */
                        deleted: true;
                    };
                };
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    "variables.update": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the workspace */
                workspace: string;
                /** @description Path of a script: `u/<user>/<name>` or `f/<folder>/<name>`, with its slashes as they are or as `%2F` */
                path: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description Absent: stays as it is */
                    value?: string;
                    /** @description Stored encrypted, told only to who may read secrets, masked in what jobs put out */
                    is_secret?: boolean;
                    description?: string;
                };
            };
        };
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Variable"];
                };
            };
            400: components["responses"]["invalid-input-or-invalid-body"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            409: components["responses"]["conflict"];
            413: components["responses"]["too-large"];
            415: components["responses"]["unsupported-media-type"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    "variables.value": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the workspace */
                workspace: string;
                /** @description Path of a script: `u/<user>/<name>` or `f/<folder>/<name>`, with its slashes as they are or as `%2F` */
                path: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VariableValue"];
                };
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            409: components["responses"]["conflict"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    "resources.list": {
        parameters: {
            query?: {
                /** @description Only paths that start so */
                path_prefix?: string;
                /** @description Most entries to return */
                limit?: number;
                /** @description `next_cursor` of the page before */
                cursor?: string;
                /** @description Only resources of this kind */
                resource_type?: string;
            };
            header?: never;
            path: {
                /** @description Name of the workspace */
                workspace: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResourcePage"];
                };
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    "resources.create": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the workspace */
                workspace: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Path of a script or flow: `u/<user>/<name>` or `f/<folder>/<name>`
                     * @example u/admin/hello
                     */
                    path: string;
                    /** @description Any JSON; a text `$var:<path>` or `$res:<path>` in it stands for that variable or resource */
                    value: unknown;
                    /** @description What kind of thing it describes, such as `postgresql` */
                    resource_type: string;
                    /** @default  */
                    description?: string;
                };
            };
        };
        responses: {
            /** @description Successful response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Resource"];
                };
            };
            400: components["responses"]["invalid-input-or-invalid-body"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            409: components["responses"]["conflict"];
            413: components["responses"]["too-large"];
            415: components["responses"]["unsupported-media-type"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    "resources.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the workspace */
                workspace: string;
                /** @description Path of a script: `u/<user>/<name>` or `f/<folder>/<name>`, with its slashes as they are or as `%2F` */
                path: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Resource"];
                };
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    "resources.delete": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the workspace */
                workspace: string;
                /** @description Path of a script: `u/<user>/<name>` or `f/<folder>/<name>`, with its slashes as they are or as `%2F` */
                path: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        path: string;
                        /** @constant */
                        deleted: true;
                    };
                };
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    "resources.update": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the workspace */
                workspace: string;
                /** @description Path of a script: `u/<user>/<name>` or `f/<folder>/<name>`, with its slashes as they are or as `%2F` */
                path: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description Any JSON; a text `$var:<path>` or `$res:<path>` in it stands for that variable or resource */
                    value?: unknown;
                    /** @description What kind of thing it describes, such as `postgresql` */
                    resource_type?: string;
                    description?: string;
                };
            };
        };
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Resource"];
                };
            };
            400: components["responses"]["invalid-input-or-invalid-body"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            413: components["responses"]["too-large"];
            415: components["responses"]["unsupported-media-type"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    "resources.value": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the workspace */
                workspace: string;
                /** @description Path of a script: `u/<user>/<name>` or `f/<folder>/<name>`, with its slashes as they are or as `%2F` */
                path: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResourceValue"];
                };
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            409: components["responses"]["conflict"];
            413: components["responses"]["too-large"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    "state.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the workspace */
                workspace: string;
                /** @description Path of a script: `u/<user>/<name>` or `f/<folder>/<name>`, with its slashes as they are or as `%2F` */
                path: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["State"];
                };
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    "state.set": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the workspace */
                workspace: string;
                /** @description Path of a script: `u/<user>/<name>` or `f/<folder>/<name>`, with its slashes as they are or as `%2F` */
                path: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Any JSON; null forgets it */
                    value: unknown;
                };
            };
        };
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["State"];
                };
            };
            400: components["responses"]["invalid-input-or-invalid-body"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            413: components["responses"]["too-large"];
            415: components["responses"]["unsupported-media-type"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    "tokens.list": {
        parameters: {
            query?: {
                /** @description Most entries to return */
                limit?: number;
                /** @description `next_cursor` of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description Name of the workspace */
                workspace: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenPage"];
                };
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    "tokens.create": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the workspace */
                workspace: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description Helps to tell tokens apart; changes nothing else */
                    label?: string;
                    /**
                     * Format: date-time
                     * @description From then on it is refused; absent: never
                     */
                    expires_at?: string;
                    scopes?: string[] | null;
                    /** @description Whose token it is; only administrators name another user */
                    owner?: string;
                };
            };
        };
        responses: {
            /** @description Successful response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedToken"];
                };
            };
            400: components["responses"]["invalid-input-or-invalid-body"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            413: components["responses"]["too-large"];
            415: components["responses"]["unsupported-media-type"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    "tokens.revoke": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the workspace */
                workspace: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** @constant */
                        revoked: true;
                    };
                };
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    "users.whoami": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the workspace */
                workspace: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Whoami"];
                };
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    "users.list": {
        parameters: {
            query?: {
                /** @description Most entries to return */
                limit?: number;
                /** @description `next_cursor` of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description Name of the workspace */
                workspace: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserPage"];
                };
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    "users.create": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the workspace */
                workspace: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Name of a user */
                    username: string;
                    /**
                     * @description `operator` runs, `developer` also deploys, `admin` also manages
                     * @default developer
                     * @enum {string}
                     */
                    role?: "operator" | "developer" | "admin";
                };
            };
        };
        responses: {
            /** @description Successful response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["invalid-input-or-invalid-body"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            409: components["responses"]["conflict"];
            413: components["responses"]["too-large"];
            415: components["responses"]["unsupported-media-type"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    "workspaces.create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Name of the workspace */
                    id: string;
                    /** @description For people; the id unless given */
                    name?: string;
                };
            };
        };
        responses: {
            /** @description Successful response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedWorkspace"];
                };
            };
            400: components["responses"]["invalid-input-or-invalid-body"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            409: components["responses"]["conflict"];
            413: components["responses"]["too-large"];
            415: components["responses"]["unsupported-media-type"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    "workspaces.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the workspace */
                workspace: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workspace"];
                };
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    "limits.list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Limits"];
                };
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    "workers.list": {
        parameters: {
            query?: {
                /** @description Most entries to return */
                limit?: number;
                /** @description `next_cursor` of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkerPage"];
                };
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    "agentTokens.list": {
        parameters: {
            query?: {
                /** @description Most entries to return */
                limit?: number;
                /** @description `next_cursor` of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentTokenPage"];
                };
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    "agentTokens.create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Jobs with one of these may run on its agents */
                    tags: string[];
                    /** @description Only jobs of this workspace; absent: of every one */
                    workspace?: string;
                    /** @description Helps to tell tokens apart; changes nothing else */
                    label?: string;
                    /**
                     * Format: date-time
                     * @description From then on it is refused; absent: never
                     */
                    expires_at?: string;
                };
            };
        };
        responses: {
            /** @description Successful response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedAgentToken"];
                };
            };
            400: components["responses"]["invalid-input-or-invalid-body"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            413: components["responses"]["too-large"];
            415: components["responses"]["unsupported-media-type"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    "agentTokens.revoke": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** @constant */
                        revoked: true;
                    };
                };
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    "jobs.runByPath": {
        parameters: {
            query?: {
                /** @description Names of query values to take as arguments, separated by commas */
                include_query?: string;
                /** @description Names of headers to take as arguments, separated by commas */
                include_header?: string;
                /** @description `true`: the body as sent becomes the argument `raw_string` */
                raw?: boolean;
                /** @description `true`: the body becomes the argument `body` even if it is an object */
                wrap_body?: boolean;
                /** @description Which workers may run the job */
                tag?: string;
                /** @description 0 to 100; higher ones start earlier */
                priority?: number;
                /** @description Longest run of the job, seconds; at most what the instance allows */
                timeout?: number;
                /** @description UUID of the new job; 409 if it is taken */
                job_id?: string;
                /** @description Not to start before this time, RFC 3339; on async routes */
                scheduled_for?: string;
                /** @description Not to start before so many seconds have passed; on async routes */
                scheduled_in_secs?: number;
            };
            header?: {
                /** @description Kept for 24 hours: the same key and request give the same job again */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Name of the workspace */
                workspace: string;
                /** @description Path of a script: `u/<user>/<name>` or `f/<folder>/<name>`, with its slashes as they are or as `%2F` */
                path: string;
            };
            cookie?: never;
        };
        /** @description The arguments by name; an empty body has none */
        requestBody?: {
            content: {
                "application/json": unknown;
                "application/x-www-form-urlencoded": {
                    [key: string]: unknown;
                };
                "multipart/form-data": {
                    [key: string]: unknown;
                };
                "text/*": string;
                "application/xml": string;
                "application/cloudevents+json": {
                    [key: string]: unknown;
                };
                "application/cloudevents-batch+json": {
                    [key: string]: unknown;
                }[];
            };
        };
        responses: {
            /** @description The job's id */
            201: {
                headers: {
                    /** @description Where the job is found */
                    Location: string;
                    /** @description An earlier request with the same `Idempotency-Key` started the job */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                    "application/json": components["schemas"]["StartedJob"];
                };
            };
            400: components["responses"]["invalid-input-or-invalid-body"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            409: components["responses"]["conflict"];
            413: components["responses"]["too-large"];
            415: components["responses"]["unsupported-media-type"];
            422: components["responses"]["idempotency-mismatch"];
            429: components["responses"]["queue-full"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    "jobs.runByHash": {
        parameters: {
            query?: {
                /** @description Names of query values to take as arguments, separated by commas */
                include_query?: string;
                /** @description Names of headers to take as arguments, separated by commas */
                include_header?: string;
                /** @description `true`: the body as sent becomes the argument `raw_string` */
                raw?: boolean;
                /** @description `true`: the body becomes the argument `body` even if it is an object */
                wrap_body?: boolean;
                /** @description Which workers may run the job */
                tag?: string;
                /** @description 0 to 100; higher ones start earlier */
                priority?: number;
                /** @description Longest run of the job, seconds; at most what the instance allows */
                timeout?: number;
                /** @description UUID of the new job; 409 if it is taken */
                job_id?: string;
                /** @description Not to start before this time, RFC 3339; on async routes */
                scheduled_for?: string;
                /** @description Not to start before so many seconds have passed; on async routes */
                scheduled_in_secs?: number;
            };
            header?: {
                /** @description Kept for 24 hours: the same key and request give the same job again */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Name of the workspace */
                workspace: string;
                /** @description Hash of a script version, 16 hex digits */
                hash: string;
            };
            cookie?: never;
        };
        /** @description The arguments by name; an empty body has none */
        requestBody?: {
            content: {
                "application/json": unknown;
                "application/x-www-form-urlencoded": {
                    [key: string]: unknown;
                };
                "multipart/form-data": {
                    [key: string]: unknown;
                };
                "text/*": string;
                "application/xml": string;
                "application/cloudevents+json": {
                    [key: string]: unknown;
                };
                "application/cloudevents-batch+json": {
                    [key: string]: unknown;
                }[];
            };
        };
        responses: {
            /** @description The job's id */
            201: {
                headers: {
                    /** @description Where the job is found */
                    Location: string;
                    /** @description An earlier request with the same `Idempotency-Key` started the job */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                    "application/json": components["schemas"]["StartedJob"];
                };
            };
            400: components["responses"]["invalid-input-or-invalid-body"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            409: components["responses"]["conflict"];
            413: components["responses"]["too-large"];
            415: components["responses"]["unsupported-media-type"];
            422: components["responses"]["idempotency-mismatch"];
            429: components["responses"]["queue-full"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    "jobs.runByPathAndWaitWithPayload": {
        parameters: {
            query?: {
                /** @description Arguments as JSON, base64 encoded (standard or URL-safe); for `GET` */
                payload?: string;
                /** @description Names of query values to take as arguments, separated by commas */
                include_query?: string;
                /** @description Names of headers to take as arguments, separated by commas */
                include_header?: string;
                /** @description `true`: the body as sent becomes the argument `raw_string` */
                raw?: boolean;
                /** @description `true`: the body becomes the argument `body` even if it is an object */
                wrap_body?: boolean;
                /** @description Which workers may run the job */
                tag?: string;
                /** @description 0 to 100; higher ones start earlier */
                priority?: number;
                /** @description Longest run of the job, seconds; at most what the instance allows */
                timeout?: number;
                /** @description UUID of the new job; 409 if it is taken */
                job_id?: string;
                /** @description Status of the answer when the script throws, 400 to 599, instead of 200 */
                error_status?: number;
            };
            header?: {
                /** @description Kept for 24 hours: the same key and request give the same job again */
                "Idempotency-Key"?: string;
                /** @description `wait=<seconds>`: the longest wait; `respond-async`: none, the job's id at once */
                Prefer?: string;
            };
            path: {
                /** @description Name of the workspace */
                workspace: string;
                /** @description Path of a script: `u/<user>/<name>` or `f/<folder>/<name>`, with its slashes as they are or as `%2F` */
                path: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What `main` returned, or `{error}` if it threw. A script may choose another status, type and headers. */
            200: {
                headers: {
                    /** @description Id of the job */
                    "X-Job-Id": string;
                    /** @description How the job ended */
                    "X-Job-Status": "success" | "failure" | "canceled";
                    /** @description An earlier request with the same `Idempotency-Key` started the job */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                    "*/*": unknown;
                };
            };
            /** @description With `Prefer: respond-async`: the job's id */
            201: {
                headers: {
                    /** @description Where the job is found */
                    Location: string;
                    /** @description An earlier request with the same `Idempotency-Key` started the job */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                    "application/json": components["schemas"]["StartedJob"];
                };
            };
            /** @description The wait is over, and the job goes on */
            202: {
                headers: {
                    /** @description Where the job is found */
                    Location: string;
                    /** @description Seconds after which to look again */
                    "Retry-After": number;
                    /** @description Id of the job */
                    "X-Job-Id": string;
                    /** @description An earlier request with the same `Idempotency-Key` started the job */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobResult"];
                };
            };
            400: components["responses"]["invalid-input-or-invalid-payload"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            409: components["responses"]["conflict"];
            422: components["responses"]["idempotency-mismatch"];
            429: components["responses"]["queue-full"];
            500: components["responses"]["internal-or-invalid-status-code-or-invalid-content-type-or-invalid-header"];
            503: components["responses"]["unavailable"];
            /** @description A status that the script or the caller's `error_status` chose; `X-Job-Status` tells it from an answer of the server's */
            default: {
                headers: {
                    /** @description Id of the job */
                    "X-Job-Id": string;
                    /** @description How the job ended */
                    "X-Job-Status": "success" | "failure" | "canceled";
                    /** @description An earlier request with the same `Idempotency-Key` started the job */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "*/*": unknown;
                };
            };
        };
    };
    "jobs.runByPathAndWait": {
        parameters: {
            query?: {
                /** @description Names of query values to take as arguments, separated by commas */
                include_query?: string;
                /** @description Names of headers to take as arguments, separated by commas */
                include_header?: string;
                /** @description `true`: the body as sent becomes the argument `raw_string` */
                raw?: boolean;
                /** @description `true`: the body becomes the argument `body` even if it is an object */
                wrap_body?: boolean;
                /** @description Which workers may run the job */
                tag?: string;
                /** @description 0 to 100; higher ones start earlier */
                priority?: number;
                /** @description Longest run of the job, seconds; at most what the instance allows */
                timeout?: number;
                /** @description UUID of the new job; 409 if it is taken */
                job_id?: string;
                /** @description Status of the answer when the script throws, 400 to 599, instead of 200 */
                error_status?: number;
            };
            header?: {
                /** @description Kept for 24 hours: the same key and request give the same job again */
                "Idempotency-Key"?: string;
                /** @description `wait=<seconds>`: the longest wait; `respond-async`: none, the job's id at once */
                Prefer?: string;
            };
            path: {
                /** @description Name of the workspace */
                workspace: string;
                /** @description Path of a script: `u/<user>/<name>` or `f/<folder>/<name>`, with its slashes as they are or as `%2F` */
                path: string;
            };
            cookie?: never;
        };
        /** @description The arguments by name; an empty body has none */
        requestBody?: {
            content: {
                "application/json": unknown;
                "application/x-www-form-urlencoded": {
                    [key: string]: unknown;
                };
                "multipart/form-data": {
                    [key: string]: unknown;
                };
                "text/*": string;
                "application/xml": string;
                "application/cloudevents+json": {
                    [key: string]: unknown;
                };
                "application/cloudevents-batch+json": {
                    [key: string]: unknown;
                }[];
            };
        };
        responses: {
            /** @description What `main` returned, or `{error}` if it threw. A script may choose another status, type and headers. */
            200: {
                headers: {
                    /** @description Id of the job */
                    "X-Job-Id": string;
                    /** @description How the job ended */
                    "X-Job-Status": "success" | "failure" | "canceled";
                    /** @description An earlier request with the same `Idempotency-Key` started the job */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                    "*/*": unknown;
                };
            };
            /** @description With `Prefer: respond-async`: the job's id */
            201: {
                headers: {
                    /** @description Where the job is found */
                    Location: string;
                    /** @description An earlier request with the same `Idempotency-Key` started the job */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                    "application/json": components["schemas"]["StartedJob"];
                };
            };
            /** @description The wait is over, and the job goes on */
            202: {
                headers: {
                    /** @description Where the job is found */
                    Location: string;
                    /** @description Seconds after which to look again */
                    "Retry-After": number;
                    /** @description Id of the job */
                    "X-Job-Id": string;
                    /** @description An earlier request with the same `Idempotency-Key` started the job */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobResult"];
                };
            };
            400: components["responses"]["invalid-input-or-invalid-body"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            409: components["responses"]["conflict"];
            413: components["responses"]["too-large"];
            415: components["responses"]["unsupported-media-type"];
            422: components["responses"]["idempotency-mismatch"];
            429: components["responses"]["queue-full"];
            500: components["responses"]["internal-or-invalid-status-code-or-invalid-content-type-or-invalid-header"];
            503: components["responses"]["unavailable"];
            /** @description A status that the script or the caller's `error_status` chose; `X-Job-Status` tells it from an answer of the server's */
            default: {
                headers: {
                    /** @description Id of the job */
                    "X-Job-Id": string;
                    /** @description How the job ended */
                    "X-Job-Status": "success" | "failure" | "canceled";
                    /** @description An earlier request with the same `Idempotency-Key` started the job */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "*/*": unknown;
                };
            };
        };
    };
    "jobs.runByHashAndWaitWithPayload": {
        parameters: {
            query?: {
                /** @description Arguments as JSON, base64 encoded (standard or URL-safe); for `GET` */
                payload?: string;
                /** @description Names of query values to take as arguments, separated by commas */
                include_query?: string;
                /** @description Names of headers to take as arguments, separated by commas */
                include_header?: string;
                /** @description `true`: the body as sent becomes the argument `raw_string` */
                raw?: boolean;
                /** @description `true`: the body becomes the argument `body` even if it is an object */
                wrap_body?: boolean;
                /** @description Which workers may run the job */
                tag?: string;
                /** @description 0 to 100; higher ones start earlier */
                priority?: number;
                /** @description Longest run of the job, seconds; at most what the instance allows */
                timeout?: number;
                /** @description UUID of the new job; 409 if it is taken */
                job_id?: string;
                /** @description Status of the answer when the script throws, 400 to 599, instead of 200 */
                error_status?: number;
            };
            header?: {
                /** @description Kept for 24 hours: the same key and request give the same job again */
                "Idempotency-Key"?: string;
                /** @description `wait=<seconds>`: the longest wait; `respond-async`: none, the job's id at once */
                Prefer?: string;
            };
            path: {
                /** @description Name of the workspace */
                workspace: string;
                /** @description Hash of a script version, 16 hex digits */
                hash: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What `main` returned, or `{error}` if it threw. A script may choose another status, type and headers. */
            200: {
                headers: {
                    /** @description Id of the job */
                    "X-Job-Id": string;
                    /** @description How the job ended */
                    "X-Job-Status": "success" | "failure" | "canceled";
                    /** @description An earlier request with the same `Idempotency-Key` started the job */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                    "*/*": unknown;
                };
            };
            /** @description With `Prefer: respond-async`: the job's id */
            201: {
                headers: {
                    /** @description Where the job is found */
                    Location: string;
                    /** @description An earlier request with the same `Idempotency-Key` started the job */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                    "application/json": components["schemas"]["StartedJob"];
                };
            };
            /** @description The wait is over, and the job goes on */
            202: {
                headers: {
                    /** @description Where the job is found */
                    Location: string;
                    /** @description Seconds after which to look again */
                    "Retry-After": number;
                    /** @description Id of the job */
                    "X-Job-Id": string;
                    /** @description An earlier request with the same `Idempotency-Key` started the job */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobResult"];
                };
            };
            400: components["responses"]["invalid-input-or-invalid-payload"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            409: components["responses"]["conflict"];
            422: components["responses"]["idempotency-mismatch"];
            429: components["responses"]["queue-full"];
            500: components["responses"]["internal-or-invalid-status-code-or-invalid-content-type-or-invalid-header"];
            503: components["responses"]["unavailable"];
            /** @description A status that the script or the caller's `error_status` chose; `X-Job-Status` tells it from an answer of the server's */
            default: {
                headers: {
                    /** @description Id of the job */
                    "X-Job-Id": string;
                    /** @description How the job ended */
                    "X-Job-Status": "success" | "failure" | "canceled";
                    /** @description An earlier request with the same `Idempotency-Key` started the job */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "*/*": unknown;
                };
            };
        };
    };
    "jobs.runByHashAndWait": {
        parameters: {
            query?: {
                /** @description Names of query values to take as arguments, separated by commas */
                include_query?: string;
                /** @description Names of headers to take as arguments, separated by commas */
                include_header?: string;
                /** @description `true`: the body as sent becomes the argument `raw_string` */
                raw?: boolean;
                /** @description `true`: the body becomes the argument `body` even if it is an object */
                wrap_body?: boolean;
                /** @description Which workers may run the job */
                tag?: string;
                /** @description 0 to 100; higher ones start earlier */
                priority?: number;
                /** @description Longest run of the job, seconds; at most what the instance allows */
                timeout?: number;
                /** @description UUID of the new job; 409 if it is taken */
                job_id?: string;
                /** @description Status of the answer when the script throws, 400 to 599, instead of 200 */
                error_status?: number;
            };
            header?: {
                /** @description Kept for 24 hours: the same key and request give the same job again */
                "Idempotency-Key"?: string;
                /** @description `wait=<seconds>`: the longest wait; `respond-async`: none, the job's id at once */
                Prefer?: string;
            };
            path: {
                /** @description Name of the workspace */
                workspace: string;
                /** @description Hash of a script version, 16 hex digits */
                hash: string;
            };
            cookie?: never;
        };
        /** @description The arguments by name; an empty body has none */
        requestBody?: {
            content: {
                "application/json": unknown;
                "application/x-www-form-urlencoded": {
                    [key: string]: unknown;
                };
                "multipart/form-data": {
                    [key: string]: unknown;
                };
                "text/*": string;
                "application/xml": string;
                "application/cloudevents+json": {
                    [key: string]: unknown;
                };
                "application/cloudevents-batch+json": {
                    [key: string]: unknown;
                }[];
            };
        };
        responses: {
            /** @description What `main` returned, or `{error}` if it threw. A script may choose another status, type and headers. */
            200: {
                headers: {
                    /** @description Id of the job */
                    "X-Job-Id": string;
                    /** @description How the job ended */
                    "X-Job-Status": "success" | "failure" | "canceled";
                    /** @description An earlier request with the same `Idempotency-Key` started the job */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                    "*/*": unknown;
                };
            };
            /** @description With `Prefer: respond-async`: the job's id */
            201: {
                headers: {
                    /** @description Where the job is found */
                    Location: string;
                    /** @description An earlier request with the same `Idempotency-Key` started the job */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                    "application/json": components["schemas"]["StartedJob"];
                };
            };
            /** @description The wait is over, and the job goes on */
            202: {
                headers: {
                    /** @description Where the job is found */
                    Location: string;
                    /** @description Seconds after which to look again */
                    "Retry-After": number;
                    /** @description Id of the job */
                    "X-Job-Id": string;
                    /** @description An earlier request with the same `Idempotency-Key` started the job */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobResult"];
                };
            };
            400: components["responses"]["invalid-input-or-invalid-body"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            409: components["responses"]["conflict"];
            413: components["responses"]["too-large"];
            415: components["responses"]["unsupported-media-type"];
            422: components["responses"]["idempotency-mismatch"];
            429: components["responses"]["queue-full"];
            500: components["responses"]["internal-or-invalid-status-code-or-invalid-content-type-or-invalid-header"];
            503: components["responses"]["unavailable"];
            /** @description A status that the script or the caller's `error_status` chose; `X-Job-Status` tells it from an answer of the server's */
            default: {
                headers: {
                    /** @description Id of the job */
                    "X-Job-Id": string;
                    /** @description How the job ended */
                    "X-Job-Status": "success" | "failure" | "canceled";
                    /** @description An earlier request with the same `Idempotency-Key` started the job */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "*/*": unknown;
                };
            };
        };
    };
    "jobs.runByShortPathAndWaitWithPayload": {
        parameters: {
            query?: {
                /** @description Arguments as JSON, base64 encoded (standard or URL-safe); for `GET` */
                payload?: string;
                /** @description Names of query values to take as arguments, separated by commas */
                include_query?: string;
                /** @description Names of headers to take as arguments, separated by commas */
                include_header?: string;
                /** @description `true`: the body as sent becomes the argument `raw_string` */
                raw?: boolean;
                /** @description `true`: the body becomes the argument `body` even if it is an object */
                wrap_body?: boolean;
                /** @description Which workers may run the job */
                tag?: string;
                /** @description 0 to 100; higher ones start earlier */
                priority?: number;
                /** @description Longest run of the job, seconds; at most what the instance allows */
                timeout?: number;
                /** @description UUID of the new job; 409 if it is taken */
                job_id?: string;
                /** @description Status of the answer when the script throws, 400 to 599, instead of 200 */
                error_status?: number;
            };
            header?: {
                /** @description Kept for 24 hours: the same key and request give the same job again */
                "Idempotency-Key"?: string;
                /** @description `wait=<seconds>`: the longest wait; `respond-async`: none, the job's id at once */
                Prefer?: string;
            };
            path: {
                /** @description Name of the workspace */
                workspace: string;
                /** @description Path of a script: `u/<user>/<name>` or `f/<folder>/<name>`, with its slashes as they are or as `%2F` */
                path: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What `main` returned, or `{error}` if it threw. A script may choose another status, type and headers. */
            200: {
                headers: {
                    /** @description Id of the job */
                    "X-Job-Id": string;
                    /** @description How the job ended */
                    "X-Job-Status": "success" | "failure" | "canceled";
                    /** @description An earlier request with the same `Idempotency-Key` started the job */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                    "*/*": unknown;
                };
            };
            /** @description With `Prefer: respond-async`: the job's id */
            201: {
                headers: {
                    /** @description Where the job is found */
                    Location: string;
                    /** @description An earlier request with the same `Idempotency-Key` started the job */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                    "application/json": components["schemas"]["StartedJob"];
                };
            };
            /** @description The wait is over, and the job goes on */
            202: {
                headers: {
                    /** @description Where the job is found */
                    Location: string;
                    /** @description Seconds after which to look again */
                    "Retry-After": number;
                    /** @description Id of the job */
                    "X-Job-Id": string;
                    /** @description An earlier request with the same `Idempotency-Key` started the job */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobResult"];
                };
            };
            400: components["responses"]["invalid-input-or-invalid-payload"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            409: components["responses"]["conflict"];
            422: components["responses"]["idempotency-mismatch"];
            429: components["responses"]["queue-full"];
            500: components["responses"]["internal-or-invalid-status-code-or-invalid-content-type-or-invalid-header"];
            503: components["responses"]["unavailable"];
            /** @description A status that the script or the caller's `error_status` chose; `X-Job-Status` tells it from an answer of the server's */
            default: {
                headers: {
                    /** @description Id of the job */
                    "X-Job-Id": string;
                    /** @description How the job ended */
                    "X-Job-Status": "success" | "failure" | "canceled";
                    /** @description An earlier request with the same `Idempotency-Key` started the job */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "*/*": unknown;
                };
            };
        };
    };
    "jobs.runByShortPathAndWait": {
        parameters: {
            query?: {
                /** @description Names of query values to take as arguments, separated by commas */
                include_query?: string;
                /** @description Names of headers to take as arguments, separated by commas */
                include_header?: string;
                /** @description `true`: the body as sent becomes the argument `raw_string` */
                raw?: boolean;
                /** @description `true`: the body becomes the argument `body` even if it is an object */
                wrap_body?: boolean;
                /** @description Which workers may run the job */
                tag?: string;
                /** @description 0 to 100; higher ones start earlier */
                priority?: number;
                /** @description Longest run of the job, seconds; at most what the instance allows */
                timeout?: number;
                /** @description UUID of the new job; 409 if it is taken */
                job_id?: string;
                /** @description Status of the answer when the script throws, 400 to 599, instead of 200 */
                error_status?: number;
            };
            header?: {
                /** @description Kept for 24 hours: the same key and request give the same job again */
                "Idempotency-Key"?: string;
                /** @description `wait=<seconds>`: the longest wait; `respond-async`: none, the job's id at once */
                Prefer?: string;
            };
            path: {
                /** @description Name of the workspace */
                workspace: string;
                /** @description Path of a script: `u/<user>/<name>` or `f/<folder>/<name>`, with its slashes as they are or as `%2F` */
                path: string;
            };
            cookie?: never;
        };
        /** @description The arguments by name; an empty body has none */
        requestBody?: {
            content: {
                "application/json": unknown;
                "application/x-www-form-urlencoded": {
                    [key: string]: unknown;
                };
                "multipart/form-data": {
                    [key: string]: unknown;
                };
                "text/*": string;
                "application/xml": string;
                "application/cloudevents+json": {
                    [key: string]: unknown;
                };
                "application/cloudevents-batch+json": {
                    [key: string]: unknown;
                }[];
            };
        };
        responses: {
            /** @description What `main` returned, or `{error}` if it threw. A script may choose another status, type and headers. */
            200: {
                headers: {
                    /** @description Id of the job */
                    "X-Job-Id": string;
                    /** @description How the job ended */
                    "X-Job-Status": "success" | "failure" | "canceled";
                    /** @description An earlier request with the same `Idempotency-Key` started the job */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                    "*/*": unknown;
                };
            };
            /** @description With `Prefer: respond-async`: the job's id */
            201: {
                headers: {
                    /** @description Where the job is found */
                    Location: string;
                    /** @description An earlier request with the same `Idempotency-Key` started the job */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                    "application/json": components["schemas"]["StartedJob"];
                };
            };
            /** @description The wait is over, and the job goes on */
            202: {
                headers: {
                    /** @description Where the job is found */
                    Location: string;
                    /** @description Seconds after which to look again */
                    "Retry-After": number;
                    /** @description Id of the job */
                    "X-Job-Id": string;
                    /** @description An earlier request with the same `Idempotency-Key` started the job */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobResult"];
                };
            };
            400: components["responses"]["invalid-input-or-invalid-body"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            409: components["responses"]["conflict"];
            413: components["responses"]["too-large"];
            415: components["responses"]["unsupported-media-type"];
            422: components["responses"]["idempotency-mismatch"];
            429: components["responses"]["queue-full"];
            500: components["responses"]["internal-or-invalid-status-code-or-invalid-content-type-or-invalid-header"];
            503: components["responses"]["unavailable"];
            /** @description A status that the script or the caller's `error_status` chose; `X-Job-Status` tells it from an answer of the server's */
            default: {
                headers: {
                    /** @description Id of the job */
                    "X-Job-Id": string;
                    /** @description How the job ended */
                    "X-Job-Status": "success" | "failure" | "canceled";
                    /** @description An earlier request with the same `Idempotency-Key` started the job */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "*/*": unknown;
                };
            };
        };
    };
    "jobs.runByPathAndStreamWithPayload": {
        parameters: {
            query?: {
                /** @description Arguments as JSON, base64 encoded (standard or URL-safe); for `GET` */
                payload?: string;
                /** @description Names of query values to take as arguments, separated by commas */
                include_query?: string;
                /** @description Names of headers to take as arguments, separated by commas */
                include_header?: string;
                /** @description `true`: the body as sent becomes the argument `raw_string` */
                raw?: boolean;
                /** @description `true`: the body becomes the argument `body` even if it is an object */
                wrap_body?: boolean;
                /** @description Which workers may run the job */
                tag?: string;
                /** @description 0 to 100; higher ones start earlier */
                priority?: number;
                /** @description Longest run of the job, seconds; at most what the instance allows */
                timeout?: number;
                /** @description UUID of the new job; 409 if it is taken */
                job_id?: string;
            };
            header?: {
                /** @description Kept for 24 hours: the same key and request give the same job again */
                "Idempotency-Key"?: string;
                /** @description The event seen last: only those after it are sent */
                "Last-Event-ID"?: string;
                /** @description `respond-async`: no events, the job's id at once */
                Prefer?: string;
            };
            path: {
                /** @description Name of the workspace */
                workspace: string;
                /** @description Path of a script: `u/<user>/<name>` or `f/<folder>/<name>`, with its slashes as they are or as `%2F` */
                path: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Server-Sent Events, each a `JobEvent` with its data as JSON, up to `done`. A connection that ends before it is to be opened again, with the last id as `Last-Event-ID`. */
            200: {
                headers: {
                    /** @description Id of the job */
                    "X-Job-Id": string;
                    /** @description An earlier request with the same `Idempotency-Key` started the job */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description With `Prefer: respond-async`: the job's id */
            201: {
                headers: {
                    /** @description Where the job is found */
                    Location: string;
                    /** @description An earlier request with the same `Idempotency-Key` started the job */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                    "application/json": components["schemas"]["StartedJob"];
                };
            };
            /** @description With `Last-Event-ID`: there are no events after it */
            204: {
                headers: {
                    /** @description Id of the job */
                    "X-Job-Id": string;
                    /** @description An earlier request with the same `Idempotency-Key` started the job */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid-input-or-invalid-payload"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            409: components["responses"]["conflict"];
            422: components["responses"]["idempotency-mismatch"];
            429: components["responses"]["queue-full"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    "jobs.runByPathAndStream": {
        parameters: {
            query?: {
                /** @description Names of query values to take as arguments, separated by commas */
                include_query?: string;
                /** @description Names of headers to take as arguments, separated by commas */
                include_header?: string;
                /** @description `true`: the body as sent becomes the argument `raw_string` */
                raw?: boolean;
                /** @description `true`: the body becomes the argument `body` even if it is an object */
                wrap_body?: boolean;
                /** @description Which workers may run the job */
                tag?: string;
                /** @description 0 to 100; higher ones start earlier */
                priority?: number;
                /** @description Longest run of the job, seconds; at most what the instance allows */
                timeout?: number;
                /** @description UUID of the new job; 409 if it is taken */
                job_id?: string;
            };
            header?: {
                /** @description Kept for 24 hours: the same key and request give the same job again */
                "Idempotency-Key"?: string;
                /** @description The event seen last: only those after it are sent */
                "Last-Event-ID"?: string;
                /** @description `respond-async`: no events, the job's id at once */
                Prefer?: string;
            };
            path: {
                /** @description Name of the workspace */
                workspace: string;
                /** @description Path of a script: `u/<user>/<name>` or `f/<folder>/<name>`, with its slashes as they are or as `%2F` */
                path: string;
            };
            cookie?: never;
        };
        /** @description The arguments by name; an empty body has none */
        requestBody?: {
            content: {
                "application/json": unknown;
                "application/x-www-form-urlencoded": {
                    [key: string]: unknown;
                };
                "multipart/form-data": {
                    [key: string]: unknown;
                };
                "text/*": string;
                "application/xml": string;
                "application/cloudevents+json": {
                    [key: string]: unknown;
                };
                "application/cloudevents-batch+json": {
                    [key: string]: unknown;
                }[];
            };
        };
        responses: {
            /** @description Server-Sent Events, each a `JobEvent` with its data as JSON, up to `done`. A connection that ends before it is to be opened again, with the last id as `Last-Event-ID`. */
            200: {
                headers: {
                    /** @description Id of the job */
                    "X-Job-Id": string;
                    /** @description An earlier request with the same `Idempotency-Key` started the job */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description With `Prefer: respond-async`: the job's id */
            201: {
                headers: {
                    /** @description Where the job is found */
                    Location: string;
                    /** @description An earlier request with the same `Idempotency-Key` started the job */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                    "application/json": components["schemas"]["StartedJob"];
                };
            };
            /** @description With `Last-Event-ID`: there are no events after it */
            204: {
                headers: {
                    /** @description Id of the job */
                    "X-Job-Id": string;
                    /** @description An earlier request with the same `Idempotency-Key` started the job */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid-input-or-invalid-body"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            409: components["responses"]["conflict"];
            413: components["responses"]["too-large"];
            415: components["responses"]["unsupported-media-type"];
            422: components["responses"]["idempotency-mismatch"];
            429: components["responses"]["queue-full"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    "jobs.runByHashAndStreamWithPayload": {
        parameters: {
            query?: {
                /** @description Arguments as JSON, base64 encoded (standard or URL-safe); for `GET` */
                payload?: string;
                /** @description Names of query values to take as arguments, separated by commas */
                include_query?: string;
                /** @description Names of headers to take as arguments, separated by commas */
                include_header?: string;
                /** @description `true`: the body as sent becomes the argument `raw_string` */
                raw?: boolean;
                /** @description `true`: the body becomes the argument `body` even if it is an object */
                wrap_body?: boolean;
                /** @description Which workers may run the job */
                tag?: string;
                /** @description 0 to 100; higher ones start earlier */
                priority?: number;
                /** @description Longest run of the job, seconds; at most what the instance allows */
                timeout?: number;
                /** @description UUID of the new job; 409 if it is taken */
                job_id?: string;
            };
            header?: {
                /** @description Kept for 24 hours: the same key and request give the same job again */
                "Idempotency-Key"?: string;
                /** @description The event seen last: only those after it are sent */
                "Last-Event-ID"?: string;
                /** @description `respond-async`: no events, the job's id at once */
                Prefer?: string;
            };
            path: {
                /** @description Name of the workspace */
                workspace: string;
                /** @description Hash of a script version, 16 hex digits */
                hash: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Server-Sent Events, each a `JobEvent` with its data as JSON, up to `done`. A connection that ends before it is to be opened again, with the last id as `Last-Event-ID`. */
            200: {
                headers: {
                    /** @description Id of the job */
                    "X-Job-Id": string;
                    /** @description An earlier request with the same `Idempotency-Key` started the job */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description With `Prefer: respond-async`: the job's id */
            201: {
                headers: {
                    /** @description Where the job is found */
                    Location: string;
                    /** @description An earlier request with the same `Idempotency-Key` started the job */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                    "application/json": components["schemas"]["StartedJob"];
                };
            };
            /** @description With `Last-Event-ID`: there are no events after it */
            204: {
                headers: {
                    /** @description Id of the job */
                    "X-Job-Id": string;
                    /** @description An earlier request with the same `Idempotency-Key` started the job */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid-input-or-invalid-payload"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            409: components["responses"]["conflict"];
            422: components["responses"]["idempotency-mismatch"];
            429: components["responses"]["queue-full"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    "jobs.runByHashAndStream": {
        parameters: {
            query?: {
                /** @description Names of query values to take as arguments, separated by commas */
                include_query?: string;
                /** @description Names of headers to take as arguments, separated by commas */
                include_header?: string;
                /** @description `true`: the body as sent becomes the argument `raw_string` */
                raw?: boolean;
                /** @description `true`: the body becomes the argument `body` even if it is an object */
                wrap_body?: boolean;
                /** @description Which workers may run the job */
                tag?: string;
                /** @description 0 to 100; higher ones start earlier */
                priority?: number;
                /** @description Longest run of the job, seconds; at most what the instance allows */
                timeout?: number;
                /** @description UUID of the new job; 409 if it is taken */
                job_id?: string;
            };
            header?: {
                /** @description Kept for 24 hours: the same key and request give the same job again */
                "Idempotency-Key"?: string;
                /** @description The event seen last: only those after it are sent */
                "Last-Event-ID"?: string;
                /** @description `respond-async`: no events, the job's id at once */
                Prefer?: string;
            };
            path: {
                /** @description Name of the workspace */
                workspace: string;
                /** @description Hash of a script version, 16 hex digits */
                hash: string;
            };
            cookie?: never;
        };
        /** @description The arguments by name; an empty body has none */
        requestBody?: {
            content: {
                "application/json": unknown;
                "application/x-www-form-urlencoded": {
                    [key: string]: unknown;
                };
                "multipart/form-data": {
                    [key: string]: unknown;
                };
                "text/*": string;
                "application/xml": string;
                "application/cloudevents+json": {
                    [key: string]: unknown;
                };
                "application/cloudevents-batch+json": {
                    [key: string]: unknown;
                }[];
            };
        };
        responses: {
            /** @description Server-Sent Events, each a `JobEvent` with its data as JSON, up to `done`. A connection that ends before it is to be opened again, with the last id as `Last-Event-ID`. */
            200: {
                headers: {
                    /** @description Id of the job */
                    "X-Job-Id": string;
                    /** @description An earlier request with the same `Idempotency-Key` started the job */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description With `Prefer: respond-async`: the job's id */
            201: {
                headers: {
                    /** @description Where the job is found */
                    Location: string;
                    /** @description An earlier request with the same `Idempotency-Key` started the job */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                    "application/json": components["schemas"]["StartedJob"];
                };
            };
            /** @description With `Last-Event-ID`: there are no events after it */
            204: {
                headers: {
                    /** @description Id of the job */
                    "X-Job-Id": string;
                    /** @description An earlier request with the same `Idempotency-Key` started the job */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid-input-or-invalid-body"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            409: components["responses"]["conflict"];
            413: components["responses"]["too-large"];
            415: components["responses"]["unsupported-media-type"];
            422: components["responses"]["idempotency-mismatch"];
            429: components["responses"]["queue-full"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    "jobs.runByShortPathAndStreamWithPayload": {
        parameters: {
            query?: {
                /** @description Arguments as JSON, base64 encoded (standard or URL-safe); for `GET` */
                payload?: string;
                /** @description Names of query values to take as arguments, separated by commas */
                include_query?: string;
                /** @description Names of headers to take as arguments, separated by commas */
                include_header?: string;
                /** @description `true`: the body as sent becomes the argument `raw_string` */
                raw?: boolean;
                /** @description `true`: the body becomes the argument `body` even if it is an object */
                wrap_body?: boolean;
                /** @description Which workers may run the job */
                tag?: string;
                /** @description 0 to 100; higher ones start earlier */
                priority?: number;
                /** @description Longest run of the job, seconds; at most what the instance allows */
                timeout?: number;
                /** @description UUID of the new job; 409 if it is taken */
                job_id?: string;
            };
            header?: {
                /** @description Kept for 24 hours: the same key and request give the same job again */
                "Idempotency-Key"?: string;
                /** @description The event seen last: only those after it are sent */
                "Last-Event-ID"?: string;
                /** @description `respond-async`: no events, the job's id at once */
                Prefer?: string;
            };
            path: {
                /** @description Name of the workspace */
                workspace: string;
                /** @description Path of a script: `u/<user>/<name>` or `f/<folder>/<name>`, with its slashes as they are or as `%2F` */
                path: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Server-Sent Events, each a `JobEvent` with its data as JSON, up to `done`. A connection that ends before it is to be opened again, with the last id as `Last-Event-ID`. */
            200: {
                headers: {
                    /** @description Id of the job */
                    "X-Job-Id": string;
                    /** @description An earlier request with the same `Idempotency-Key` started the job */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description With `Prefer: respond-async`: the job's id */
            201: {
                headers: {
                    /** @description Where the job is found */
                    Location: string;
                    /** @description An earlier request with the same `Idempotency-Key` started the job */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                    "application/json": components["schemas"]["StartedJob"];
                };
            };
            /** @description With `Last-Event-ID`: there are no events after it */
            204: {
                headers: {
                    /** @description Id of the job */
                    "X-Job-Id": string;
                    /** @description An earlier request with the same `Idempotency-Key` started the job */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid-input-or-invalid-payload"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            409: components["responses"]["conflict"];
            422: components["responses"]["idempotency-mismatch"];
            429: components["responses"]["queue-full"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    "jobs.runByShortPathAndStream": {
        parameters: {
            query?: {
                /** @description Names of query values to take as arguments, separated by commas */
                include_query?: string;
                /** @description Names of headers to take as arguments, separated by commas */
                include_header?: string;
                /** @description `true`: the body as sent becomes the argument `raw_string` */
                raw?: boolean;
                /** @description `true`: the body becomes the argument `body` even if it is an object */
                wrap_body?: boolean;
                /** @description Which workers may run the job */
                tag?: string;
                /** @description 0 to 100; higher ones start earlier */
                priority?: number;
                /** @description Longest run of the job, seconds; at most what the instance allows */
                timeout?: number;
                /** @description UUID of the new job; 409 if it is taken */
                job_id?: string;
            };
            header?: {
                /** @description Kept for 24 hours: the same key and request give the same job again */
                "Idempotency-Key"?: string;
                /** @description The event seen last: only those after it are sent */
                "Last-Event-ID"?: string;
                /** @description `respond-async`: no events, the job's id at once */
                Prefer?: string;
            };
            path: {
                /** @description Name of the workspace */
                workspace: string;
                /** @description Path of a script: `u/<user>/<name>` or `f/<folder>/<name>`, with its slashes as they are or as `%2F` */
                path: string;
            };
            cookie?: never;
        };
        /** @description The arguments by name; an empty body has none */
        requestBody?: {
            content: {
                "application/json": unknown;
                "application/x-www-form-urlencoded": {
                    [key: string]: unknown;
                };
                "multipart/form-data": {
                    [key: string]: unknown;
                };
                "text/*": string;
                "application/xml": string;
                "application/cloudevents+json": {
                    [key: string]: unknown;
                };
                "application/cloudevents-batch+json": {
                    [key: string]: unknown;
                }[];
            };
        };
        responses: {
            /** @description Server-Sent Events, each a `JobEvent` with its data as JSON, up to `done`. A connection that ends before it is to be opened again, with the last id as `Last-Event-ID`. */
            200: {
                headers: {
                    /** @description Id of the job */
                    "X-Job-Id": string;
                    /** @description An earlier request with the same `Idempotency-Key` started the job */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description With `Prefer: respond-async`: the job's id */
            201: {
                headers: {
                    /** @description Where the job is found */
                    Location: string;
                    /** @description An earlier request with the same `Idempotency-Key` started the job */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                    "application/json": components["schemas"]["StartedJob"];
                };
            };
            /** @description With `Last-Event-ID`: there are no events after it */
            204: {
                headers: {
                    /** @description Id of the job */
                    "X-Job-Id": string;
                    /** @description An earlier request with the same `Idempotency-Key` started the job */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid-input-or-invalid-body"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            409: components["responses"]["conflict"];
            413: components["responses"]["too-large"];
            415: components["responses"]["unsupported-media-type"];
            422: components["responses"]["idempotency-mismatch"];
            429: components["responses"]["queue-full"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    "jobs.result": {
        parameters: {
            query?: {
                /** @description Longest wait for the job's end, seconds; 0 unless given */
                wait?: number;
            };
            header?: never;
            path: {
                /** @description Name of the workspace */
                workspace: string;
                /** @description Id of the job */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What `main` returned, or `{error}` if the job did not succeed. A script may choose another status, type and headers. */
            200: {
                headers: {
                    /** @description Id of the job */
                    "X-Job-Id": string;
                    /** @description How the job ended */
                    "X-Job-Status": "success" | "failure" | "canceled";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                    "*/*": unknown;
                };
            };
            /** @description The job has not ended yet */
            202: {
                headers: {
                    /** @description Where the job is found */
                    Location: string;
                    /** @description Seconds after which to look again */
                    "Retry-After": number;
                    /** @description Id of the job */
                    "X-Job-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobResult"];
                };
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            500: components["responses"]["internal-or-invalid-status-code-or-invalid-content-type-or-invalid-header"];
            503: components["responses"]["unavailable"];
            /** @description A status that the script or the caller's `error_status` chose; `X-Job-Status` tells it from an answer of the server's */
            default: {
                headers: {
                    /** @description Id of the job */
                    "X-Job-Id": string;
                    /** @description How the job ended */
                    "X-Job-Status": "success" | "failure" | "canceled";
                    [name: string]: unknown;
                };
                content: {
                    "*/*": unknown;
                };
            };
        };
    };
    "jobs.logs": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the workspace */
                workspace: string;
                /** @description Id of the job */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All that its attempts wrote, in order */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    "jobs.events": {
        parameters: {
            query?: never;
            header?: {
                /** @description The event seen last: only those after it are sent */
                "Last-Event-ID"?: string;
            };
            path: {
                /** @description Name of the workspace */
                workspace: string;
                /** @description Id of the job */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Server-Sent Events, each a `JobEvent` with its data as JSON, up to `done`. A connection that ends before it is to be opened again, with the last id as `Last-Event-ID`. */
            200: {
                headers: {
                    /** @description Id of the job */
                    "X-Job-Id": string;
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description With `Last-Event-ID`: there are no events after it */
            204: {
                headers: {
                    /** @description Id of the job */
                    "X-Job-Id": string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid-input"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            500: components["responses"]["internal"];
            503: components["responses"]["unavailable"];
        };
    };
    "instance.livez": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It does, whatever the database does */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Standing"];
                };
            };
        };
    };
    "instance.readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description They may */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Standing"];
                };
            };
            /** @description Not now: it starts, stops, or has no database */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Standing"];
                };
            };
        };
    };
    "instance.document": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenAPI 3.1 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            503: components["responses"]["unavailable"];
        };
    };
}
