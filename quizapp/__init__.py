"""quizapp turns a news article into knowledge that stays.

The house, each floor resting only on the ones below it:

    cli    web          commands; pages, forms and static files
    work                deeds: start an attempt, answer, finish, load ...; only they commit
    store | formats     tables and queries; bytes <-> sets
    core                what a question is, how it is marked, what proves it
"""
