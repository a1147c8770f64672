/** The filters of a list as they stand in the address, and changing one: "back" and a link bring them again. */
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";
import type { Filters } from "../../search.ts";

export interface FilterState {
  readonly filters: Filters;
  /** An empty value takes the filter away. */
  readonly set: (name: string, value: string) => void;
}

export function useFilters(): FilterState {
  const filters: Filters = useSearch({ strict: false });
  const navigate = useNavigate();
  const set = useCallback(
    (name: string, value: string) =>
      void navigate({ to: ".", search: (before) => ({ ...before, [name]: value || undefined }), replace: true }),
    [navigate],
  );
  return { filters, set };
}
