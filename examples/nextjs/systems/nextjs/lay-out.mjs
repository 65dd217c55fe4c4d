// Makes a fresh copy of the project with the planted values in it:
// node lay-out.mjs PROJECT HOME GIT-REMOTE FILE-CONTENTS PRIVATE-PACKAGE PACKAGE-PATH
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const example = fileURLToPath(new URL('../../', import.meta.url));
const [project = '', home = '', gitRemote = '', fileContents = '', privatePackage = '', packagePath = ''] =
  process.argv.slice(2);
const place = (file, text) => {
  const path = join(project, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
};

mkdirSync(home, { recursive: true });
cpSync(join(example, 'project'), project, { recursive: true });
symlinkSync(join(example, 'node_modules'), join(project, 'node_modules'));
place('content/notice.txt', `${fileContents}\n`);

// A package of the company's own, as a workspace has it: by a path, and never published.
const own = { name: `@${privatePackage}/checkout`, version: '1.0.0', private: true };
const ownFolder = `packages/${packagePath}`;
place(`${ownFolder}/package.json`, JSON.stringify(own));
const { dependencies } = JSON.parse(readFileSync(join(example, 'package.json'), 'utf8'));
const depended = { ...dependencies, [own.name]: `file:./${ownFolder}` };
place('package.json', JSON.stringify({ name: 'shop', private: true, dependencies: depended }));

// As little of a repository as "git config" needs to tell the address of its remote.
place('.git/HEAD', 'ref: refs/heads/main\n');
place('.git/objects/.keep', '');
place('.git/refs/.keep', '');
place('.git/config', `[remote "origin"]\n\turl = https://git.example.test/${gitRemote}/shop.git\n`);
