import { CommandUpload } from '@summit/contracts';
import { type List, listRoute, listUpload } from './list';

/** What the commands of a job took: names, times and memory, never their arguments. */
const commands: List = { name: 'commands', title: 'Commands', body: CommandUpload };

export const commandRoute = listRoute(commands);
export const commandUpload = listUpload(commands);
