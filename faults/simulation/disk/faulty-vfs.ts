/**
 * SQLite's file system over simulated disks: so that its pages, its write-ahead log and its order of syncs suffer what real ones do.
 *
 * Boundary: knows files, locks and shared memory; what fails and when is the mount's to say. It behaves as SQLite's own for Unix does: the first sync of a journal or log by each who opened
 * it names it on disk (`isNewJrnl` in os_unix.c); a process that has ended changes nothing any more.
 */
import { messageOf } from "../../../src/kernel/errors.ts";
import type { Sqlite } from "./load-sqlite.ts";
import type { Mount } from "./mount.ts";
import type { SimulatedFile } from "./simulated-file.ts";

interface OpenFile {
  readonly mount: Mount;
  readonly file: SimulatedFile;
  /** A sync of it syncs the folder, too. */
  namesOnSync: boolean;
}

export const vfsName = "faulty";
const methodsSince = 2;
const longestPath = 256;
/** Of SQLite's own header, which the library does not pass on. */
const shmUnlock = 1;
const shmExclusive = 8;

export interface FaultyVfs {
  /** @returns a path for SQLite to the folder. */
  mount(mount: Mount): string;
  unmount(path: string): void;
}

export function installVfs({ capi, wasm }: Sqlite): FaultyVfs {
  const mounts = new Map<string, Mount>();
  const open = new Map<number, OpenFile>();
  let count = 0;

  const placeOf = (path: string): { mount: Mount; name: string } | undefined => {
    const [, folder = "", name = ""] = path.split("/");
    const mount = mounts.get(folder);
    return mount && { mount, name };
  };
  /** A call that changes something, unless the process is gone by then, or the disk says no. */
  const changing = (
    file: OpenFile,
    call: Parameters<Mount["call"]>[0],
    work: () => void,
    failed: number,
    refuse: () => void = () => undefined,
  ): number => {
    const before = file.mount.isGone() ? "gone" : file.mount.call(call, "before");
    if (before === "done") work();
    if (before === "failed") refuse();
    return before === "done" && file.mount.call(call, "after") === "done" ? 0 : failed;
  };
  const withFile = (pointer: number, work: (file: OpenFile) => number): number => {
    const file = open.get(pointer);
    if (!file) return capi.SQLITE_IOERR;
    try {
      return work(file);
    } catch (thrown) {
      console.error(`the simulated disk is wrong: ${messageOf(thrown)}`);
      return capi.SQLITE_IOERR;
    }
  };

  const io = new capi.sqlite3_io_methods();
  // Named otherwise in the library's types than it is.
  Object.assign(io, { $iVersion: methodsSince });
  const vfs = new capi.sqlite3_vfs();
  const { sizeof } = new capi.sqlite3_file().structInfo;
  vfs.$iVersion = methodsSince;
  vfs.$szOsFile = sizeof;
  vfs.$mxPathname = longestPath;
  const name = wasm.allocCString(vfsName, false);
  vfs.$zName = name;

  io.installMethods({
    xClose: (pointer: number) => {
      open.get(pointer)?.mount.shared.leave(pointer);
      open.delete(pointer);
      return 0;
    },
    xRead: (pointer: number, target: number, amount: number, offset: bigint) =>
      withFile(pointer, ({ file }) => {
        const from = Number(offset);
        const bytes = file.bytes().subarray(from, from + amount);
        const heap = wasm.heap8u();
        heap.set(bytes, target);
        if (bytes.length === amount) return 0;
        heap.fill(0, target + bytes.length, target + amount);
        return capi.SQLITE_IOERR_SHORT_READ;
      }),
    xWrite: (pointer: number, source: number, amount: number, offset: bigint) =>
      withFile(pointer, (each) =>
        changing(
          each,
          "write",
          () => each.file.write(Number(offset), wasm.heap8u().subarray(source, source + amount)),
          capi.SQLITE_IOERR_WRITE,
        ),
      ),
    xTruncate: (pointer: number, size: bigint) =>
      withFile(pointer, (each) =>
        changing(each, "truncate", () => each.file.truncate(Number(size)), capi.SQLITE_IOERR_TRUNCATE),
      ),
    xSync: (pointer: number) =>
      withFile(pointer, (each) =>
        changing(
          each,
          "sync",
          () => {
            each.file.beginSync().succeed();
            // Once, and SQLite does not look whether it succeeds.
            if (each.namesOnSync) changing(each, "sync of the folder", () => each.mount.disk.syncNames(), 0);
            each.namesOnSync = false;
          },
          capi.SQLITE_IOERR_FSYNC,
          () => each.file.beginSync().fail(each.mount.random),
        ),
      ),
    xFileSize: (pointer: number, result: number) =>
      withFile(pointer, ({ file }) => {
        wasm.poke64(result, BigInt(file.size));
        return 0;
      }),
    // With a write-ahead log, its locks decide; these are only held shared.
    xLock: (pointer: number, level: number) =>
      // A process that is gone writes nothing back when it is closed.
      withFile(pointer, ({ mount }) =>
        level === capi.SQLITE_LOCK_EXCLUSIVE && (mount.isGone() || mount.shared.users.size > 1) ? capi.SQLITE_BUSY : 0,
      ),
    xUnlock: () => 0,
    xCheckReservedLock: (_pointer: number, result: number) => {
      wasm.poke32(result, 0);
      return 0;
    },
    xFileControl: () => capi.SQLITE_NOTFOUND,
    xSectorSize: () => 4_096,
    xDeviceCharacteristics: () => capi.SQLITE_IOCAP_POWERSAFE_OVERWRITE,
    xShmMap: (pointer: number, region: number, size: number, _extend: number, result: number) =>
      withFile(pointer, ({ mount: { shared } }) => {
        if (shared.users.size === 0) for (const each of shared.regions) wasm.heap8u().fill(0, each, each + size);
        shared.users.add(pointer);
        while (shared.regions.length <= region) {
          const address = wasm.alloc(size);
          wasm.heap8u().fill(0, address, address + size);
          shared.regions.push(address);
        }
        wasm.pokePtr(result, shared.regions[region] ?? 0);
        return 0;
      }),
    xShmLock: (pointer: number, offset: number, amount: number, flags: number) =>
      withFile(pointer, ({ mount: { shared } }) => {
        const slots = Array.from({ length: amount }, (_, index) => offset + index);
        if ((flags & shmUnlock) !== 0) {
          for (const slot of slots) shared.unlock(pointer, slot);
          return 0;
        }
        const isExclusive = (flags & shmExclusive) !== 0;
        const taken: number[] = [];
        for (const slot of slots) {
          if (shared.lock(pointer, slot, isExclusive)) taken.push(slot);
          else {
            for (const each of taken) shared.unlock(pointer, each);
            return capi.SQLITE_BUSY;
          }
        }
        return 0;
      }),
    xShmBarrier: () => undefined,
    xShmUnmap: (pointer: number) => {
      open.get(pointer)?.mount.shared.leave(pointer);
      return 0;
    },
  });
  vfs.installMethods({
    xOpen: (_vfs: number, path: number, pointer: number, flags: number, result: number) => {
      const place = placeOf(wasm.cstrToJs(path) ?? "");
      if (!place || place.mount.isGone()) return capi.SQLITE_CANTOPEN;
      const { disk } = place.mount;
      const known = disk.find(place.name);
      if (!known && (flags & capi.SQLITE_OPEN_CREATE) === 0) return capi.SQLITE_CANTOPEN;
      const isJournal = (flags & (capi.SQLITE_OPEN_WAL | capi.SQLITE_OPEN_MAIN_JOURNAL)) !== 0;
      open.set(pointer, {
        mount: place.mount,
        file: known ?? disk.create(place.name),
        // Asked to create it is enough, whether it was there or not: whoever made it may have ended before it was named.
        namesOnSync: isJournal && (flags & capi.SQLITE_OPEN_CREATE) !== 0,
      });
      new capi.sqlite3_file(pointer).$pMethods = io.pointer;
      if (result) wasm.poke32(result, flags);
      return 0;
    },
    xDelete: (_vfs: number, path: number, syncsFolder: number) => {
      const place = placeOf(wasm.cstrToJs(path) ?? "");
      if (place?.mount.call("delete", "before") !== "done") return capi.SQLITE_IOERR_DELETE;
      place.mount.disk.remove(place.name);
      if (syncsFolder) place.mount.disk.syncNames();
      return place.mount.call("delete", "after") === "done" ? 0 : capi.SQLITE_IOERR_DELETE;
    },
    xAccess: (_vfs: number, path: number, _flags: number, result: number) => {
      const place = placeOf(wasm.cstrToJs(path) ?? "");
      wasm.poke32(result, place?.mount.disk.find(place.name) ? 1 : 0);
      return 0;
    },
    xFullPathname: (_vfs: number, path: number, size: number, target: number) => {
      wasm.cstrncpy(target, path, size);
      return 0;
    },
    xRandomness: (_vfs: number, size: number, target: number) => {
      // Salts of the log: which they are makes no difference, but two of them in a row must not be the same.
      const heap = wasm.heap8u();
      for (let index = 0; index < size; index++) {
        count += 7;
        heap[target + index] = count & 0xff;
      }
      return size;
    },
    xSleep: (_vfs: number, microseconds: number) => microseconds,
    xCurrentTime: (_vfs: number, result: number) => {
      wasm.poke64f(result, 2_461_042);
      return 0;
    },
    xGetLastError: () => undefined,
  });
  capi.sqlite3_vfs_register(vfs, 0);

  return {
    mount(mount) {
      const folder = `disk-${++count}`;
      mounts.set(folder, mount);
      return `/${folder}`;
    },
    unmount(path) {
      mounts.delete(path.slice(1));
    },
  };
}
