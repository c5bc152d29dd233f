import type { Socket } from 'node:net';
import { followFrames, frame, frameFlag, frameType, preface, settings } from '../../src/driver/raw-frames.js';

/** One connection of the tool's, in the hands of a hostile driver. */
export interface Peer {
  readonly socket: Socket;
  /** Sends SETTINGS and acknowledges those of the tool; nothing where an honest driver did so before. */
  greet(entries?: readonly (readonly [id: number, value: number])[]): void;
  /** Told of each call, by its stream, those included that began before. */
  onCall(listener: (stream: number) => void): void;
  write(...bytes: readonly Uint8Array[]): void;
  /** Writes without end, as fast as the tool takes it. */
  flood(next: () => Uint8Array): void;
}

/** What a hostile driver does with a connection. */
export type Behave = (peer: Peer) => void;

/** A peer, and what its connection tells it. */
export interface OpenPeer {
  readonly peer: Peer;
  call(stream: number): void;
  settings(): void;
}

/** Makes a peer of a connection; `greeted` when settings were exchanged before. */
export function openPeer(socket: Socket, greeted: () => boolean): OpenPeer {
  const streams: number[] = [];
  let listener: ((stream: number) => void) | undefined;
  let acknowledges = false;
  let owed = 0;
  const write = (...bytes: readonly Uint8Array[]): void => {
    for (const part of bytes) if (socket.writable) socket.write(part);
  };
  const acknowledge = (): void => {
    for (; owed > 0 && acknowledges; owed--) write(frame(frameType.SETTINGS, frameFlag.ACK, 0));
  };
  return {
    peer: {
      socket,
      greet(entries) {
        if (greeted()) return;
        write(settings(entries));
        acknowledges = true;
        acknowledge();
      },
      onCall(told) {
        listener = told;
        for (const stream of streams.splice(0)) told(stream);
      },
      write,
      flood(next) {
        // Each flood of a connection waits for it by itself.
        socket.setMaxListeners(0);
        const more = (): void => {
          for (let i = 0; i < 64; i++) {
            if (!socket.writable) return;
            if (!socket.write(next())) return void socket.once('drain', more);
          }
          setImmediate(more);
        };
        more();
      },
    },
    call(stream) {
      if (listener === undefined) streams.push(stream);
      else listener(stream);
    },
    settings() {
      owed++;
      acknowledge();
    },
  };
}

/** Follows what a client sends: tells of its calls and its SETTINGS. */
export function followClient(
  onCall: (stream: number) => void,
  onSettings: () => void,
): (chunk: Buffer) => void {
  return followFrames((type, flags, stream) => {
    if (type === frameType.HEADERS) onCall(stream);
    if (type === frameType.SETTINGS && (flags & frameFlag.ACK) === 0) onSettings();
  }, preface.length);
}
