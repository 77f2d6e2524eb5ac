enum EnglishWords {
    static let rows: [SpokenLexicon.Row] = .all(
        codeWords, names, letterNames, homophones, numbers, spelling, fillers, cues, corrections, contexts, ordinary
    )

    /// Names that the table of issuers does not hold, or that people say otherwise.
    static let issuers: [(code: String, names: String)] = [
        ("US-DC", "washington d c,district of columbia,washington dc"),
        ("US-PA", "pennsylvania state"),
        ("US-NY", "new york state"),
        ("CA-PE", "p e i"),
        ("CA-NL", "newfoundland,labrador"),
        ("MX-CMX", "mexico city"),
    ]

    private static let codeWords: [SpokenLexicon.Row] =
        [SpokenLexicon.Row].letters(.codeWord, InternationalWords.letters)
        + [SpokenLexicon.Row].letters(
            .codeWord,
            [
                "alfah,alpher,al fa,al pha", "brah vo", "charley,charly", "dell ta", "ecko,eko,ekko", "", "golph,gulf", "ho tel",
                "indiya", "juliette,juliett,juliet,julia et,julie et", "keelo,killo,key low", "leema,lema", "myke", "no vember", "oskar",
                "poppa,pappa,pop a,pa pa",
                "kebec,kebeck,kwebec,quebeck,quebecc", "rome eo,romio", "siera,ciera,see era", "tangoe,tang go",
                "uni form,you uniform",
                "viktor,vic tor", "whisky,whiskie,wiskey,wisky", "x ray,xray,exray,ex ray,x rays", "yanky,yankey", "zoo loo,zulou",
            ])

    private static let names: [SpokenLexicon.Row] =
        [SpokenLexicon.Row].letters(
            .name,
            [
                "adam,adams,apple,andrew,anna,able", "boy,baker,boston,bobby", "charles,chicago,cathy", "david,denver,daniel,dog",
                "edward,eddie",
                "frank",
                "george", "henry,harry", "ida", "john,johnny,jack,james,jacob", "king", "lincoln,lucy,lewis", "mary",
                "nora,nancy,norman,nan",
                "ocean,oboe", "paul,peter", "queen", "robert,roger", "sam,sugar,samuel,susan", "tom,thomas,tommy,tare", "union,uncle",
                "vincent",
                "william,walter", "xavier",
                "young,yoke", "zebra",
            ])

    private static let letterNames: [SpokenLexicon.Row] =
        [SpokenLexicon.Row].letters(
            .letterName,
            [
                "", "b,bee", "c,cee", "d,dee", "e,ee", "f,ef,eff", "g,gee", "h,aitch,haitch", "", "j,jay", "k,kay,kaye", "l,el,ell", "m,em",
                "n,en",
                "o", "p,pee", "q,queue,cue", "r,ar", "s,ess,es", "t,tee", "u", "v,vee",
                "w,double u,double you,double yew,doubleyou,doubleu",
                "x,ex", "y,wye", "z,zee,zed",
            ])

    private static let homophones: [SpokenLexicon.Row] = .all(
        .homophones(
            .rare,
            [
                "A ay,eh", "B bea", "C sea,si", "D di", "G ji", "I eye,aye", "K cay", "L elle", "P pea", "Q kew,que", "T tea,ti",
                "U ewe,yew", "X eggs,axe", "1 won", "2 too", "3 tree", "4 fore", "6 sex,sicks", "8 ate",
            ]),
        .homophones(.common, ["A a", "O owe", "0 oh", "2 to", "4 for"]),
        .homophones(.verb, ["B be", "C see", "H age", "I i", "R are,our", "U you", "Y why"]),
        .homophones(.slip, ["F if", "M am", "N in,an,inn,end", "S as", "3 free"])
    )

    private static let numbers: [SpokenLexicon.Row] = .all(
        .numbers(
            from: 0, SpokenNumber.unit,
            [
                "zero,nought,naught,aught,zeero,ziro", "one,wun", "two", "three", "four,fower", "five,fife", "six,siks", "seven",
                "eight,ait",
                "nine,niner,nine er,nine or,nina",
            ]),
        .numbers(
            from: 10, SpokenNumber.teen,
            ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]),
        .numbers(
            from: 2, { .tens($0 * 10, takesTeens: false) },
            ["twenty", "thirty", "forty,fourty", "fifty", "sixty", "seventy", "eighty", "ninety"]),
        .plurals(["zeros,zeroes,ohs", "ones", "twos", "threes", "fours", "fives", "sixes", "sevens", "eights", "nines"]),
        [
            SpokenLexicon.Row(.number(.hundred(standsAlone: false)), "hundred"),
            SpokenLexicon.Row(.number(.thousand(standsAlone: false)), "thousand"),
            SpokenLexicon.Row(.numberJoiner, "and"),
            SpokenLexicon.Row(.times(2), "double"),
            SpokenLexicon.Row(.times(3), "triple,treble"),
            SpokenLexicon.Row(.times(4), "quadruple"),
        ]
    )

    private static let spelling: [SpokenLexicon.Row] = [
        SpokenLexicon.Row(.spelling(isStrict: false), "as in,as in the word,as an,like in,such as,is in as in,is as in,in as in,as and"),
        SpokenLexicon.Row(.spelling(isStrict: true), "for,like,is for,is like,as,is in,from,for the word,stands for"),
        SpokenLexicon.Row(.article, "a,an,the,the word"),
    ]

    private static let fillers: [SpokenLexicon.Row] = [
        SpokenLexicon.Row(
            .passing(.filler),
            """
            uh,um,uhm,umm,er,erm,ah,hm,hmm,mm,mhm,huh,so,well,okay,ok,yeah,yes,yep,yup,please,thanks,thank you,hi,hello,hey,sir,maam,\
            dash,hyphen,minus,space,blank,dot,period,comma,slash,plus,break,pause,letter,letters,number,numbers,digit,digits,figure,figures,\
            capital,caps,uppercase,upper case,lower case,then,next,and then,and a,and then a,then a,and the,numbers are,letters are,digits are,number is,letter is,numbers were,letters were,followed by,like,you know,lets see,let me see,hold on,hang on,just a second,\
            one second,one sec,one moment,just a moment,over,copy,right,alright,all right,again thats,got it,thats all,thats it,bye,goodbye,plate is,plate reads
            """),
        SpokenLexicon.Row(
            .passing(.soft),
            "the,its,it is,thats,that is,that,is,was,it,and,reads,says,spells,should be,were,theres,first,second,last,begins with,starts with,ends in,ends with"
        ),
        SpokenLexicon.Row(
            .passing(.ordinary),
            "the one,this one,that one,next one,next one is,another one,and another one,other one,last one,first one,second one,how about,what about,which one,no one,any one,every one,one of,for me,for us,to me,thank you for,i see,i am,i saw,you see,can you,could you,see if,for a,to a,see a,for you,to you"
        ),
    ]

    private static let cues: [SpokenLexicon.Row] = [
        SpokenLexicon.Row(
            .passing(.cue),
            """
            plate,plates,license,licence,license plate,license plates,licence plate,number plate,plate number,plate numbers,license number,tag,tags,tag number,\
            license plate number,registration,reg,vanity plate,plate is number
            """),
        SpokenLexicon.Row(.passing(.request), "check,look up,lookup,run,search,looking for,check on,look for,find"),
    ]

    private static let corrections: [SpokenLexicon.Row] = [
        SpokenLexicon.Row(
            .correction(.replacement),
            """
            no,nope,no no,sorry,im sorry,i am sorry,so sorry,i mean,i meant,meant,wait,no wait,wait no,no sorry,sorry no,correction,make that,make it,excuse me,\
            rather,or rather,pardon,pardon me,oops,whoops,my bad,my mistake,actually,no actually,let me correct that,i misspoke,\
            repeat,i repeat,again,i say again,say again,let me repeat,let me repeat that,one more time
            """),
        SpokenLexicon.Row(
            .correction(.scratch),
            """
            scratch that,strike that,cancel that,ignore that,disregard,disregard that,delete that,erase that,forget that,forget it,never mind,nevermind,\
            undo that,no scratch that,sorry scratch that,thats wrong,that is wrong,thats not right,that was wrong,thats incorrect
            """),
        SpokenLexicon.Row(
            .correction(.restart),
            """
            start over,starting over,start again,starting again,let me start over,let me start again,begin again,try again,let me try again,let me try that again,\
            from the top,from the beginning,from the start,all over again,do over,ill start over,ill start again,start from scratch
            """),
        SpokenLexicon.Row(.correction(.denial), "not,its not,thats not,no not,not a,not an,and not"),
    ]

    private static let contexts: [SpokenLexicon.Row] = [
        SpokenLexicon.Row(
            .passing(.measure),
            """
            people,persons,guys,men,women,kids,agents,officers,cops,cars,vehicles,vans,trucks,suvs,minutes,minute,hours,hour,seconds,days,weeks,months,years,times,\
            blocks,block,miles,mile,feet,yards,oclock,am,pm,percent,dollars,doors,of them,of us,of you,ago,passengers,others
            """),
        SpokenLexicon.Row(
            .passing(.label),
            """
            exit,highway,interstate,route,freeway,room,apartment,apt,unit,suite,extension,gate,terminal,flight,bus,train,line,channel,badge,case,option,press,dial,\
            vitamin,aisle,floor,level,section,area,call,at,around,about
            """),
        SpokenLexicon.Row(
            .place, "in,near,through,around,outside,to,live in,im in,we are in,were in,here in,calling from,driving to,call from"),
        SpokenLexicon.Row(
            .street, "avenue,ave,street,road,boulevard,lane,drive,highway,parkway,place,court,square,river,river road,lake,university"),
        SpokenLexicon.Row(.make, "dodge,chevy,chevrolet,gmc,toyota,ford,jeep,pontiac,hyundai,kia,nissan,ram,mercury,buick"),
    ]

    private static let ordinary: [SpokenLexicon.Row] = [
        SpokenLexicon.Row(
            .passing(.ordinary),
            """
            about,after,all,also,am,an,any,around,as,at,back,bad,before,been,behind,being,better,big,black,blue,brown,but,by,call,called,came,can,car,cars,come,could,\
            did,do,does,doing,done,dont,door,down,each,else,ever,every,everybody,fast,few,fine,followed,friend,from,front,full,gave,get,give,go,goes,going,gold,gone,good,got,\
            gray,green,grey,guy,had,half,has,have,he,hear,help,her,here,him,his,home,hotline,house,how,id,ill,im,in,into,is,ive,just,keep,know,lady,last,late,left,let,long,look,\
            looks,lot,made,man,many,may,maybe,me,more,most,much,must,my,name,near,need,needs,never,new,news,north,nothing,now,of,off,old,on,only,or,other,out,outside,park,\
            parked,part,person,pick,pickup,police,pretty,put,really,red,road,run,said,same,saw,say,saying,school,seen,sedan,send,set,she,should,show,side,silver,since,some,\
            somebody,someone,something,soon,south,speak,east,west,state,state of,still,stop,street,such,suv,take,talk,tell,than,their,them,there,these,they,theyre,thing,think,\
            this,those,thought,time,today,told,truck,try,turn,under,until,up,us,use,van,very,wait,want,wants,was,way,we,week,went,were,what,whats,when,where,which,while,white,\
            who,whole,will,window,with,without,woman,word,work,would,write,wrong,year,your,youre,anyone,anybody,open,close,closed,someplace,parking,lot,corner,driver,\
            driving,follow,following,might,report,vehicle,ice,federal,agent,dark,light,tinted,registered,issued,unmarked,volunteer,morning,night,afternoon,evening
            """)
    ]
}
