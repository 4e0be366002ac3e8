import type { Database } from "./connect.ts";
import { type Catalog, readCatalog, type Table } from "./schema-dump/read-catalog.ts";

const HEAD = "-- Written by `npm run generate`, from a migrated database; not to be edited.\n";

/**
 * The schema of a migrated database as SQL, to be read and compared: the same on every supported
 * PostgreSQL. Partitions of a day, which come and go while a server runs, and the migrator's own
 * tables are left out; objects of other kinds than are written here are named at the end.
 */
export async function dumpSchema(db: Database): Promise<string> {
  const catalog = await readCatalog(db);
  const tables = catalog.tables.map((table) => toSql(catalog, table));
  const others = catalog.others.map((name) => `-- not written here: ${name}\n`);
  return [HEAD, ...tables, ...others].join("\n");
}

function toSql(catalog: Catalog, table: Table): string {
  const isOfTable = (row: { readonly table: string }) => row.table === table.name;
  const body = [...catalog.columns, ...catalog.constraints]
    .filter(isOfTable)
    .map(({ definition }) => `\n  ${definition}`);
  const create = [
    `create ${table.unlogged ? "unlogged " : ""}table ${table.name}`,
    ...(table.parent === null ? [] : [`partition of ${table.parent}`]),
    ...(body.length === 0 ? [] : [`(${body.join(",")}\n)`]),
    ...(table.bound === null ? [] : [table.bound]),
    ...(table.partition_key === null ? [] : [`partition by ${table.partition_key}`]),
    ...(table.options === null ? [] : [`with (${table.options})`]),
  ];
  const after = [...catalog.indexes, ...catalog.triggers].filter(isOfTable);
  return [create.join(" "), ...after.map(({ definition }) => definition)]
    .map((statement) => `${statement};\n`)
    .join("");
}
