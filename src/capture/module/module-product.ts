/** What a module is told of the installation that it stands for (docs/formats/module-driver.md). */
export interface ModuleContext {
  readonly installation: string;
  /** The product's time as it begins, RFC 3339 in UTC. */
  readonly at: string;
  /** The facts that hold from the start. */
  readonly given: Readonly<Record<string, string | boolean>>;
  /** Values that are planted in the product's surroundings: a host name, a user's name. */
  readonly canaries: readonly { readonly name: string; readonly value: string }[];
  /** The origins that the product is documented to speak to. */
  readonly endpoints: readonly string[];
}

/** What a module may call itself; what is not given is taken from its package.json. */
export interface ModuleIdentity {
  readonly name?: string;
  readonly version?: string;
}

/** A product, or its telemetry client alone, as a module exports it. */
export interface ModuleProduct extends ModuleIdentity {
  /** Called once, before anything else. May resolve with a name and version. */
  initialize?(context: ModuleContext): ModuleIdentity | undefined | Promise<ModuleIdentity | undefined>;
  /** Does what an action of the disclosure says. What it sends may be sent later: the clock tells. */
  perform(action: string, parameters: Readonly<Record<string, string | boolean>>): unknown;
  /** Called when the scenario is over. What is sent then is judged too. */
  shutdown?(): unknown;
}

/** What the module's export must be: a product, or a function that makes one for an installation. */
export type ModuleExport =
  | ModuleProduct
  | ((context: ModuleContext) => ModuleProduct | Promise<ModuleProduct>);
