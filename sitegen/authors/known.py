"""This is where it is known which given names are one, and which family names are common."""

import re
from collections import defaultdict
from functools import cache

# Romanised from Chinese, Korean, Vietnamese, Indian and Japanese.
COMMON = frozenset(
    re.findall(
        r"\w+",
        """
        wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin gao
        luo zheng liang xie song tang deng han feng cao peng zeng xiao tian dong pan
        yuan cai jiang yu du ye cheng wei su lu lv ding ren shen yao jin cui tan fan
        jia xia wen fu fang shi shao zou xiong bai meng qin qiu hou yin xue yan lei
        duan long tao qian mao gong wan gu lai kong hao dai zhong chang qi mo ouyang
        cen chu gan ge geng guan ji jing kang ke lan mei mu nie ning niu ou pang pei
        qu rong sha sheng shu tong wong chan cheung leung lau ng kwok chow tsang hsu
        hsieh lee kim park choi jung jeong cho yoon chung lim shin seo kwon hwang ahn
        oh hong yun ryu jeon moon bae baek nguyen tran le pham phan vu vo dang bui do
        ngo duong singh kumar sharma gupta das sato suzuki takahashi tanaka watanabe
        ito
        """,
    )
)
"""Folded family names that millions bear: an initial and one of them is nobody in particular."""

# Each line: the forms of one name, folded; a short form may stand in several lines.
_FORMS = """
abigail abby gail
abraham abe avraham ibrahim
albert al bert alberto
alexander alex alec sandy sasha sacha aleksandr alexandre alejandro alessandro oleksandr xander
alexandra alex sandra sasha aleksandra alessandra
alfred fred alf freddie
amanda mandy
andrew andy drew andrei andrey andre andreas andrzej andrea ondrej
angela angie angelika
anna ann anne annie hannah anja anya annette nancy
anthony tony antonio antoine anton antony
arthur art artur arturo
barbara barb babs
benjamin ben benny benji
bernard bernie bernhard bernardo
bradley brad
calvin cal
catherine cathy kate katherine kathy katie kathryn cate katharina katarina ekaterina katya
cameron cam
charles charlie chuck chas carl karl carlos carlo
christine chris christina tina kristina kristin
christopher chris kit topher christoph christophe kristof
clifford cliff
clinton clint
cynthia cindy
daniel dan danny daniele danilo
david dave davey davide
deborah deb debbie debra
dennis denny denis
dmitry dima dmitri dmitriy dmitrii dimitri
donald don donnie
dorothy dot dottie dorothea
douglas doug
edmund ed ned eddie
edward ed eddie ted ned eduard eduardo edoardo
eleanor ellie nora eleonora
elizabeth liz beth betty lisa eliza elisabeth bess libby lizzie elisabetta
emily emmy emilie
eugene gene evgeny yevgeny evgeni eugen
evelyn eve evie
frances fran francesca
francis frank fran francois francesco francisco franz
franklin frank
frederick fred freddy rick fritz friedrich frederic federico
gabriel gabe
geoffrey geoff jeff jeffrey
george georg georges giorgio jorge yuri georgy jerzy
gerald gerry jerry gerard gerhard
gregory greg gregor grigory grigori
harold harry hal
helen nell ellen elena yelena helene helena
henry harry hank hal henri heinrich enrico enrique
herbert herb bert
isabella bella isabel izzy
jacob jake jakob yakov jacques jack
james jim jimmy jamie jaime
jane janie jean joan
janet jan
jason jay
jennifer jen jenny
jessica jess jessie
joanna jo joanne johanna joan
john jack johnny jon johann johannes hans ivan jean juan giovanni joao jan ioannis johan jan
jonathan jon jonny nathan
joseph joe joey jose josef giuseppe iosif yosef jozef
joshua josh
judith judy
julia julie yulia iuliia giulia
katharine kathy kate katie
kenneth ken kenny
kimberly kim
lawrence larry laurence lars lorenz lorenzo laurent laurie
leonard leo len lenny leonardo leonid leonhard
leslie les
lewis lew louis lou ludwig luis luigi
linda lindy
louise lou louisa luisa
lucas luke luca lukas lukasz
madeleine maddy madeline
manuel manny manolo emanuel emmanuel
margaret maggie meg peggy marge greta rita margarita margarete marguerite margherita gretchen
mark marc marco marcus markus marek
martha marty patty marta
martin marty martino
mary maria marie molly polly mia
matthew matt matthias mateusz matteo mathieu mateo matthieu
melissa mel missy
michael mike mick mickey mikhail michel miguel michele misha michal mihail mikael mischa
mitchell mitch
mohammed mohammad muhammad mohamed mohamad muhammed mehmet
natalia natalie natasha natalya nataliya
nathaniel nate nat nathan
nicholas nick nicky nico nicolas nikolaus klaus nikolay nikolai niklas nicola nikolaos claus
oliver ollie olivier
oswald oz
pamela pam
patricia pat patty trish tricia
patrick pat paddy patrice patrik
paul pablo paolo pavel pawel pal
penelope penny
peter pete pedro pierre piotr petr pietro petros pieter pyotr
philip phil phillip philippe filip filippo felipe philipp pip
randall randy
raymond ray raimund ramon
rebecca becky becca
reginald reg reggie
richard rich rick dick ricky ricardo riccardo richie
robert bob rob bobby robbie bert roberto rupert bobbie
roger rodger ruediger ruggero
ronald ron ronnie
rudolf rudi rudy rodolfo rudolph
russell russ rusty
samantha sam sammy
samuel sam sammy shmuel
sarah sally sara sadie
sebastian seb bastian sebastien
sergei sergey serge sergio serhiy serguei sergiy
sophia sophie sofia sofie zofia
stanley stan stanislav stanislaw
stephanie steph stefanie steffi
stephen steve steven stefan stephan stephane stefano esteban stevie
stuart stu stewart
susan sue susie suzanne susanne susanna suzy
tatiana tanya tatyana tania
terence terry terrence
theodore ted teddy theo fyodor fedor theodor teodor
theresa terry tess tessa teresa therese
thomas tom tommy tomas tomasz tommaso
timothy tim timmy timofey
valerie val valeria
veronica ronnie vera
victor vic viktor vittorio
victoria vicky vicki tori viktoria
vincent vince vinny vincenzo vicente
virginia ginny ginger
vladimir vova volodymyr wladimir volodya
walter walt wally
wilhelm will willi guillaume william guglielmo guillermo
william will bill billy willy liam
zachary zach zack
"""


@cache
def _formal() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for number, line in enumerate(_FORMS.split("\n")):
        for form in line.split():
            found[form].add(number)
    return {form: frozenset(lines) for form, lines in found.items()}


def formal(given: str) -> frozenset[int]:
    """The names that a folded given name is a form of, as numbers: "bob" and "robert" share one."""
    return _formal().get(given, frozenset())
