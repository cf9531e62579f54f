"""Who held which post or seat, where, from when until when.

It does not decide who may be appointed; procedures of cadres do.
"""
