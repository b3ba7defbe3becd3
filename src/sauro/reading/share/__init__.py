"""This agency's share of a directive: which of its tasks bind us, and why. Pure Python.

    profile = profile_of("UBND phường Đồng Lau")        # or profile_from("don-vi.toml")
    mark(reading, profile)                              # fills Task.scope

`names` compares the names of bodies, `bodies` knows the classes by which directives call them ('UBND các xã, phường',
'các sở, ban, ngành', 'cấp ủy các cấp'), `profile` says who we are, `scope` decides.
"""

from sauro.reading.share.profile import Body, Profile, ProfileError, profile_from, profile_of
from sauro.reading.share.scope import Share, mark

__all__ = ["Body", "Profile", "ProfileError", "Share", "mark", "profile_from", "profile_of"]
