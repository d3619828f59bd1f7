// What the app may use of idb 8.0.4.
export interface Database {
  get(store: string, key: any): Promise<any>;
  getAll(store: string): Promise<any[]>;
  put(store: string, value: any, key?: any): Promise<any>;
  delete(store: string, key: any): Promise<void>;
  close(): void;
}
export function openDB(name: string, version: number, how?: { upgrade?: (db: any, old: number) => void }): Promise<Database>;
export function deleteDB(name: string): Promise<void>;
