/** Exit codes: part of the command line's contract with scripts. Those from 74 on follow sysexits.h. */
export const exitCodes = {
  done: 0,
  error: 1,
  usage: 2,
  notFound: 3,
  verificationFailed: 4,
  /** The request does not fit the state of things: a gate that is closed, a run that is over. */
  conflict: 5,
  /** It is not over: it waits for somebody or something (`praxis run`). */
  waiting: 6,
  /** The disk failed, or what is on it is damaged. */
  disk: 74,
  /** The data folder is in use, or another server took it over. */
  inUse: 75,
  /** What was asked of this server cannot work here: a port that is taken, a file that does not load. */
  configuration: 78,
} as const;

const byCode: Readonly<Record<string, number>> = {
  not_found: exitCodes.notFound,
  no_backup: exitCodes.notFound,
  no_folder: exitCodes.notFound,
  file_missing: exitCodes.notFound,
  usage: exitCodes.usage,
  why_missing: exitCodes.usage,
  bad_input: exitCodes.usage,
  bad_json: exitCodes.usage,
  bad_answer: exitCodes.usage,
  bad_parameters: exitCodes.usage,
  bad_step: exitCodes.usage,
  bad_edit: exitCodes.usage,
  gate_closed: exitCodes.conflict,
  gate_used: exitCodes.conflict,
  other_answer: exitCodes.conflict,
  run_is_over: exitCodes.conflict,
  run_is_moving: exitCodes.conflict,
  run_erased: exitCodes.conflict,
  fork_does_not_match: exitCodes.conflict,
  fork_keeps_undone: exitCodes.conflict,
  fork_breaks: exitCodes.conflict,
  run_is_not_set_aside: exitCodes.conflict,
  id_reused: exitCodes.conflict,
  token_exists: exitCodes.conflict,
  person_exists: exitCodes.conflict,
  last_admin: exitCodes.conflict,
  requester_cannot_approve: exitCodes.conflict,
  no_server: exitCodes.conflict,
  backup_exists: exitCodes.conflict,
  folder_not_empty: exitCodes.conflict,
  disk_failed: exitCodes.disk,
  disk_full: exitCodes.disk,
  database_damaged: exitCodes.disk,
  folder_damaged: exitCodes.disk,
  database_unreadable: exitCodes.disk,
  fenced: exitCodes.inUse,
  folder_in_use: exitCodes.inUse,
  database_locked: exitCodes.inUse,
  newer_log: exitCodes.configuration,
  sqlite_too_old: exitCodes.configuration,
  master_key_missing: exitCodes.configuration,
  master_key_damaged: exitCodes.configuration,
  anchor_key_damaged: exitCodes.configuration,
  port_taken: exitCodes.configuration,
  cannot_listen: exitCodes.configuration,
  no_pack: exitCodes.configuration,
  bad_environment: exitCodes.configuration,
  bad_connection: exitCodes.configuration,
  no_such_path: exitCodes.configuration,
  not_code: exitCodes.configuration,
  file_unreadable: exitCodes.configuration,
  nothing_exported: exitCodes.configuration,
  duplicate_name: exitCodes.configuration,
};

export function exitCodeOf(errorCode: string): number {
  return byCode[errorCode] ?? (errorCode.startsWith("unknown_") ? exitCodes.notFound : exitCodes.error);
}
