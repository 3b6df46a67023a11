"""An OpenID provider of this machine's own, in place of Google and Facebook: real protocol, made-up people."""
