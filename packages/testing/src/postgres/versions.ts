import { existsSync } from "node:fs";

/** The newest and the oldest PostgreSQL that is supported. */
export type PostgresVersion = 18 | 15;
export const POSTGRES_VERSIONS: readonly PostgresVersion[] = [18, 15];

/** Where Debian and Ubuntu put the programs of a version. */
export function debianBinaries(version: PostgresVersion) {
  const folder = `/usr/lib/postgresql/${version}/bin`;
  return { initdb: `${folder}/initdb`, postgres: `${folder}/postgres` };
}

/** Version 18 comes with npm, any other from the system. */
export function isInstalled(version: PostgresVersion): boolean {
  return version === 18 || existsSync(debianBinaries(version).postgres);
}
