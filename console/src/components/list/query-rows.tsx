/** Rows of a list query in each of its states: loading, failed, empty, there, with more to come. */
import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import { type ReactNode, useCallback, useMemo } from "react";
import type { Page } from "../../api/queries.ts";
import { FailureNote } from "../feedback/failure-note.tsx";
import { SkeletonRows } from "../feedback/skeleton.tsx";
import { VirtualRows } from "./virtual-rows.tsx";

export type ListQuery<T> = UseInfiniteQueryResult<InfiniteData<Page<T>, unknown>, Error>;

export function useRows<T>(query: ListQuery<T>): readonly T[] {
  return useMemo(() => query.data?.pages.flatMap(({ rows }) => rows) ?? [], [query.data]);
}

interface QueryRowsProps<T> {
  readonly id: string;
  readonly label: string;
  readonly query: ListQuery<T>;
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => string;
  readonly render: (row: T, index: number) => ReactNode;
  readonly rowHeight: 40 | 48 | 56 | 72;
  readonly empty: ReactNode;
  readonly selectedIndex?: number;
}

export function QueryRows<T>({ query, rows, rowHeight, empty, ...rest }: QueryRowsProps<T>) {
  const { hasNextPage, isFetchingNextPage, fetchNextPage, isPending, isError, error, refetch } = query;
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  if (isPending) return <SkeletonRows rows={10} height={rowHeight} />;
  if (isError && rows.length === 0)
    return (
      <div className="rows-failed">
        <FailureNote thrown={error} onRetry={() => void refetch()} />
      </div>
    );
  if (rows.length === 0) return empty;
  return (
    <VirtualRows
      rows={rows}
      rowHeight={rowHeight}
      onEnd={more}
      footer={isFetchingNextPage ? <SkeletonRows rows={2} height={rowHeight} /> : null}
      {...rest}
    />
  );
}
