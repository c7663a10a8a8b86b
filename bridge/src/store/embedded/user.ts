import { readFile } from 'node:fs/promises';

/** Whom the server runs as when the bridge itself runs as root, which PostgreSQL refuses to be. */
export interface ServerUser {
  name: string;
  uid: number;
  gid: number;
}

/** Null when the bridge is not root: then the server runs as the bridge's own user. */
export async function serverUser(): Promise<ServerUser | null> {
  if (process.getuid?.() !== 0) return null;
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  for (const wanted of ['postgres', 'nobody']) {
    const fields = lines.find(([name]) => name === wanted);
    const uid = Number(fields?.[2]);
    const gid = Number(fields?.[3]);
    if (fields && uid > 0 && gid > 0) return { name: wanted, uid, gid };
  }
  throw new Error(
    'PostgreSQL refuses to run as root and neither a user postgres nor nobody exists; set DATABASE_URL or start the bridge as another user',
  );
}
