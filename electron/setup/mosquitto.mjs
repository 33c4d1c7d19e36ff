import path from 'node:path'
import { cacheFolder } from './paths.mjs'
import { findProgram, isExecutable } from './run-command.mjs'

/**
 * The MQTT broker that tests talk to: the machine's own Mosquitto, else the one that setup unpacked
 * into the cache. Unpacked only, it is no service, so nothing listens on port 1883.
 *
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string | undefined} the program
 */
export function findMosquitto(env = process.env) {
  const cached = path.join(mosquittoFolder(env), 'bin', 'mosquitto')
  return findProgram('mosquitto', env) ?? (isExecutable(cached) ? cached : undefined)
}

/** @param {NodeJS.ProcessEnv} env */
export const mosquittoFolder = (env) => path.join(cacheFolder(env), 'mosquitto')
