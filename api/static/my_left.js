// Somebody has signed out: a phone forgets their duty, whatever page they left from. What it has not sent stays, sealed.
if (globalThis.isSecureContext && globalThis.crypto?.subtle && globalThis.indexedDB) Vault.forget().catch(() => undefined);
