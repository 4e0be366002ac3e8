import { type RawBuilder, sql } from "kysely";
import type { Database } from "../connect.ts";

export interface Table {
  readonly name: string;
  readonly unlogged: boolean;
  /** Of a partition: the table it is of, and its bound. */
  readonly parent: string | null;
  readonly bound: string | null;
  readonly partition_key: string | null;
  readonly options: string | null;
}

/** What belongs to a table, as SQL. */
export interface Part {
  readonly table: string;
  readonly definition: string;
}

export interface Catalog {
  readonly tables: readonly Table[];
  readonly columns: readonly Part[];
  readonly constraints: readonly Part[];
  readonly indexes: readonly Part[];
  readonly triggers: readonly Part[];
  /** Objects of other kinds, described in words. */
  readonly others: readonly string[];
}

/** Reads the schema `public` from PostgreSQL's catalog, each list in a fixed order. */
export async function readCatalog(db: Database): Promise<Catalog> {
  const rows = async <Row>(query: RawBuilder<Row>) => (await query.execute(db.kysely)).rows;
  return {
    tables: await rows(TABLES),
    columns: await rows(COLUMNS),
    constraints: await rows(CONSTRAINTS),
    indexes: await rows(INDEXES),
    triggers: await rows(TRIGGERS),
    others: (await rows(OTHERS)).map(({ description }) => description),
  };
}

const OUR_TABLES = sql`
our_tables as (
  select quote_ident(relname) collate "C" as name, *
  from pg_class
  where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
    and relname !~ '^kysely_' and not (relispartition and relname ~ '_p[0-9]{8}$')
)`;

const TABLES = sql<Table>`
with ${OUR_TABLES}
select c.name, c.relpersistence = 'u' as unlogged,
  i.inhparent::regclass::text as parent,
  pg_get_expr(c.relpartbound, c.oid) as bound,
  pg_get_partkeydef(c.oid) as partition_key,
  (select string_agg(o, ', ' order by o collate "C") from unnest(c.reloptions) o) as options
from our_tables c left join pg_inherits i on i.inhrelid = c.oid
order by c.name`;

const COLUMNS = sql<Part>`
with ${OUR_TABLES}
select c.name as table, concat_ws(' ',
  quote_ident(a.attname), format_type(a.atttypid, a.atttypmod),
  case when a.attstorage <> t.typstorage then 'storage ' || case a.attstorage
    when 'p' then 'plain' when 'e' then 'external' when 'm' then 'main' else 'extended' end end,
  case when a.attcollation <> t.typcollation then 'collate ' || a.attcollation::regcollation end,
  case when a.attnotnull then 'not null' end,
  case when a.attidentity <> '' then
    format('generated %s as identity', case a.attidentity when 'a' then 'always' else 'by default' end)
  end,
  case when a.attgenerated <> '' then format('generated always as (%s) stored', d.expression)
    else 'default ' || d.expression end) as definition
from our_tables c
join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attislocal
join pg_type t on t.oid = a.atttypid
left join lateral (
  select pg_get_expr(adbin, adrelid) as expression from pg_attrdef
  where adrelid = a.attrelid and adnum = a.attnum
) d on true
order by c.name, a.attnum`;

// Newer versions list each NOT NULL as a constraint, too ('n'); the columns say it already.
const CONSTRAINTS = sql<Part>`
with ${OUR_TABLES}
select c.name as table,
  format('constraint %I %s', k.conname, pg_get_constraintdef(k.oid)) as definition
from our_tables c join pg_constraint k on k.conrelid = c.oid
where k.contype in ('p', 'u', 'f', 'c', 'x') and k.conparentid = 0 and k.coninhcount = 0
order by c.name, array_position(array['p', 'u', 'f', 'c', 'x'], k.contype::text), k.conname collate "C"`;

const INDEXES = sql<Part>`
with ${OUR_TABLES}
select c.name as table, pg_get_indexdef(x.indexrelid) as definition
from our_tables c join pg_index x on x.indrelid = c.oid
where not exists (select from pg_constraint k where k.conindid = x.indexrelid)
  and not exists (select from pg_inherits i where i.inhrelid = x.indexrelid)
order by c.name, x.indexrelid::regclass::text collate "C"`;

const TRIGGERS = sql<Part>`
with ${OUR_TABLES}
select c.name as table, pg_get_triggerdef(g.oid) as definition
from our_tables c join pg_trigger g on g.tgrelid = c.oid and not g.tgisinternal
order by c.name, g.tgname collate "C"`;

// Whatever else lies in the schema or on a table, so that none of it goes unseen.
const OTHERS = sql<{ readonly description: string }>`
with ${OUR_TABLES}, others as (
  select d.classid, d.objid from pg_depend d left join pg_class c
    on d.classid = 'pg_class'::regclass and c.oid = d.objid
  where d.refclassid = 'pg_namespace'::regclass and d.refobjid = 'public'::regnamespace
    and (c.oid is null or c.relkind not in ('r', 'p', 'i', 'I'))
  union select 'pg_policy'::regclass, p.oid from pg_policy p join our_tables c on c.oid = p.polrelid
  union select 'pg_rewrite'::regclass, r.oid from pg_rewrite r join our_tables c on c.oid = r.ev_class
  union select 'pg_extension'::regclass, e.oid from pg_extension e where e.extname <> 'plpgsql'
)
select pg_describe_object(classid, objid, 0) as description from others
order by pg_describe_object(classid, objid, 0) collate "C"`;
