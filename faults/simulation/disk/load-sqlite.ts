/** SQLite as WebAssembly: its own library, unchanged, whose file system can be ours. One instance in a process. */
import initialise from "@sqlite.org/sqlite-wasm";

export const sqlite = await initialise();
// It prints each error that it throws, and here most of them are meant to happen.
sqlite.config.warn = () => undefined;
export type Sqlite = typeof sqlite;
