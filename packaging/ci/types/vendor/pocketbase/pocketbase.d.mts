// What the app uses of the PocketBase SDK 0.27.3: its realtime stream.
export default class PocketBase {
  constructor(base: string);
  autoCancellation(on: boolean): this;
  authStore: { clear(): void };
  realtime: {
    clientId: string;
    isConnected: boolean;
    onDisconnect?: (topics: string[]) => void;
    subscribe(topic: string, tell: (data: any) => void): Promise<() => Promise<void>>;
    unsubscribe(topic?: string): Promise<void>;
  };
}
