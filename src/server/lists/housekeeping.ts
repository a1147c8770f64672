/** Processes that are work about work: few, whatever there is else. */
export const housekeeping = "SELECT process FROM process_figures WHERE housekeeping = 1";
