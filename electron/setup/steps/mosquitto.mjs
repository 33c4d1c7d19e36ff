import { chmod, mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { isDebian, updatePackageLists } from '../debian.mjs'
import { replaceFolder } from '../files.mjs'
import { withLock } from '../lock.mjs'
import { findMosquitto, mosquittoFolder } from '../mosquitto.mjs'
import { cacheFolder } from '../paths.mjs'
import { isRoot, lastLines, runCommand } from '../run-command.mjs'
import { SetupError } from '../setup-error.mjs'

/**
 * Makes sure that tests have a Mosquitto. Debian's package would start a service on port 1883, so
 * it is unpacked into the cache instead of installed; that also needs no root.
 *
 * @param {import('../progress.mjs').Progress} progress
 * @param {NodeJS.ProcessEnv} [env]
 */
export async function ensureMosquitto(progress, env = process.env) {
  if (findMosquitto(env) !== undefined) return
  if (!isDebian()) {
    throw new SetupError(
      'The tests need the MQTT broker `mosquitto`, which is not installed.',
      'Install it with your package manager (its service need not run), then start again.',
    )
  }
  const unpackOnce = async () => {
    if (findMosquitto(env) !== undefined) return
    await progress.run('Mosquitto for the tests', (report) => unpackMosquitto(report, env))
  }
  await withLock(path.join(cacheFolder(env), 'mosquitto.lock'), unpackOnce, {
    onWait: (holder) => progress.note(`Waiting for ${holder}, which sets up Mosquitto`),
  })
}

/**
 * @param {import('../progress.mjs').Report} report
 * @param {NodeJS.ProcessEnv} env
 */
async function unpackMosquitto(report, env) {
  const packages = await neededPackages(report)
  await replaceFolder(mosquittoFolder(env), async (staging) => {
    report('downloading')
    await download(packages, staging)
    const root = path.join(staging, 'root')
    for (const archive of (await readdir(staging)).filter((name) => name.endsWith('.deb'))) {
      const unpacked = await runCommand('dpkg', ['-x', path.join(staging, archive), root])
      if (unpacked.code !== 0) throw failed(`unpacking ${archive}`, unpacked.output)
      await rm(path.join(staging, archive))
    }
    await writeWrapper(staging)
  })
  const program = findMosquitto(env) ?? ''
  const tried = await runCommand(program, ['-h'])
  if (!tried.output.includes('mosquitto version')) throw failed('starting it', tried.output)
}

/**
 * Mosquitto and the libraries of it that this machine lacks.
 *
 * @param {import('../progress.mjs').Report} report
 */
async function neededPackages(report) {
  let packages = await simulateInstall()
  if (packages.length === 0 && isRoot()) {
    await updatePackageLists(report)
    packages = await simulateInstall()
  }
  if (packages.length > 0) return packages
  throw new SetupError(
    'apt knows no package `mosquitto`, which the tests need.',
    isRoot()
      ? 'Check /etc/apt/sources.list, or install mosquitto yourself.'
      : 'Its package lists may be missing. Run: sudo apt-get update\nThen start again.',
  )
}

/** @returns {Promise<string[]>} nothing if apt does not know the package */
async function simulateInstall() {
  const args = ['install', '--simulate', '--no-install-recommends', 'mosquitto']
  const plan = await runCommand('apt-get', args)
  if (plan.code !== 0) return []
  return [...plan.stdout.matchAll(/^Inst (\S+)/gm)].map(([, name]) => name ?? '')
}

/**
 * @param {readonly string[]} packages
 * @param {string} folder
 */
async function download(packages, folder) {
  let fetched = await runCommand('apt-get', ['download', ...packages], { cwd: folder })
  if (fetched.code !== 0 && isRoot()) {
    // Lists from an old image name versions that the server no longer has.
    await updatePackageLists(() => undefined)
    fetched = await runCommand('apt-get', ['download', ...packages], { cwd: folder })
  }
  if (fetched.code !== 0) throw failed('downloading it', fetched.output)
}

/**
 * A program that starts the unpacked broker with the unpacked libraries.
 *
 * @param {string} staging
 */
async function writeWrapper(staging) {
  const lib = path.join(staging, 'root', 'usr', 'lib')
  const architecture = (await readdir(lib)).find((name) => name.endsWith('-linux-gnu')) ?? ''
  const script = [
    '#!/bin/sh',
    'here=$(dirname "$(readlink -f "$0")")/../root',
    `libraries="$here/usr/lib/${architecture}:$here/lib/${architecture}"`,
    'export LD_LIBRARY_PATH="$libraries${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"',
    'exec "$here/usr/sbin/mosquitto" "$@"',
    '',
  ].join('\n')
  const file = path.join(staging, 'bin', 'mosquitto')
  await mkdir(path.dirname(file))
  await writeFile(file, script)
  await chmod(file, 0o755)
}

/**
 * @param {string} what
 * @param {string} output
 */
const failed = (what, output) =>
  new SetupError(
    `Mosquitto for the tests: ${what} failed: ${lastLines(output, 4)}`,
    'Check the network, or install it yourself: sudo apt-get install -y mosquitto',
  )
