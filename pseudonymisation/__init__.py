"""The vault: identities come in through the desk, pseudonyms go out.

In: `IdentityRow` (one young person as one organisation names them). Out: `Pseudonym`,
a value that says nothing without the keys. Who may import: `parcours.intake`,
`.people`, `.rights`, `.matching` and `.keeping` the desk; `parcours.extract` only
`translate`; anyone the value type `pseudonym`.

Rooms, each importing only those before it:
`failures`, `pseudonym`, `values` < `keys` < `identities` < `linkage` < the doors
(`intent`, `recovery`, `admission`, `reveal`, `withdrawal`, `desk`); `translate` knows
neither `identities` nor `linkage`.
"""
