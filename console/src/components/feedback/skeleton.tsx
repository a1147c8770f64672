/** What will be here, in grey, so that nothing jumps once it is. */
export function SkeletonRows({ rows = 8, height = 56 }: { rows?: number; height?: 40 | 48 | 56 | 72 }) {
  return (
    <div className="skeleton-rows" role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: these rows are all the same
        <div key={index} className={`skeleton-row skeleton-${height}`}>
          <span className="skeleton-bar" />
          <span className="skeleton-bar short" />
        </div>
      ))}
    </div>
  );
}

export function SkeletonText({ lines = 4 }: { lines?: number }) {
  return (
    <div className="skeleton-text" role="status" aria-label="Loading">
      {Array.from({ length: lines }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: these lines are all the same
        <span key={index} className="skeleton-bar" />
      ))}
    </div>
  );
}
