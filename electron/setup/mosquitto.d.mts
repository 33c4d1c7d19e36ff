/**
 * The Mosquitto that tests may start: the machine's own, else the one that `npm run setup -- --test`
 * unpacked. Undefined if there is none.
 */
export function findMosquitto(env?: NodeJS.ProcessEnv): string | undefined

export function mosquittoFolder(env: NodeJS.ProcessEnv): string
